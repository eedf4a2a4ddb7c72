/** ms until a process whose parent has died ends, even if something hangs */
const ORPHAN_LIMIT = 3_000

/** The exit code of a process that was ended by SIGINT, as shells expect it */
export const INTERRUPTED = 130

/** Why a command was asked to end */
export type StopReason = 'signal' | 'orphaned' | 'quit' | 'time' | 'output closed'

/** Asks a running command to end cleanly */
export interface Stop {
  readonly signal: AbortSignal
  readonly reason?: StopReason
  request(reason: StopReason): void
  /** Resolves when the command is asked to end */
  requested(): Promise<void>
}

/**
 * Turns Ctrl-C, SIGTERM, a closed terminal, a closed standard output and a dead parent
 * (if there is a channel to it) into a request to end. The second Ctrl-C ends the
 * process at once.
 */
export function listenForStop (): Stop {
  const controller = new AbortController()
  const requested = Promise.withResolvers<void>()
  let reason: StopReason | undefined

  const request = (why: StopReason): void => {
    if (reason == null) {
      reason = why
      controller.abort()
      requested.resolve()
    }
  }

  const onSignal = (): void => {
    if (reason === 'signal' || reason === 'quit') {
      process.exit(INTERRUPTED)
    }

    request('signal')
  }

  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.on('SIGHUP', onSignal)
  process.once('disconnect', () => {
    setTimeout(() => { process.exit(0) }, ORPHAN_LIMIT)
    request('orphaned')
  })

  for (const stream of [process.stdout, process.stderr]) {
    // the reader closed the pipe, as `| head -1` does
    stream.on('error', () => { request('output closed') })
  }

  return {
    signal: controller.signal,
    get reason () { return reason },
    request,
    requested: async () => requested.promise
  }
}

/** Resolves when the promise has settled, or after `limit` ms: closing must not keep the user waiting */
export async function within (limit: number, promise: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, limit)

  await Promise.race([promise.then(() => {}, () => {}), late])
  clearTimeout(timer)
}
