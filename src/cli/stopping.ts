/** ms a process has to end in after its parent is gone, whatever hangs */
const ORPHAN_LIMIT = 3_000

/** What a shell expects of a process that a signal ended */
const INTERRUPTED = 130

/** Why a command is to end */
export type StopReason = 'signal' | 'orphaned' | 'quit' | 'time' | 'output closed'

/** Asks a running command to end cleanly */
export interface Stop {
  readonly signal: AbortSignal
  readonly reason?: StopReason
  request(reason: StopReason): void
  /** Resolves when something has asked to stop */
  requested(): Promise<void>
}

/**
 * From now on Ctrl-C, SIGTERM, a closed terminal, a closed standard output and a
 * parent that is gone (where there is a channel to it) ask to stop. The second
 * Ctrl-C ends the process at once.
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
    // who reads the output has gone, as `| head -1` does
    stream.on('error', () => { request('output closed') })
  }

  return {
    signal: controller.signal,
    get reason () { return reason },
    request,
    requested: async () => requested.promise
  }
}

/** Resolves when the promise has settled, or after `limit` ms: closing must not hang the user */
export async function within (limit: number, promise: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, limit)

  await Promise.race([promise.then(() => {}, () => {}), late])
  clearTimeout(timer)
}
