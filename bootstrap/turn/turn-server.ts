import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AbortError, TimeoutError } from '@libp2p/interface'
import { systemTimers } from '../../src/timers.ts'
import { TurnServerError } from '../errors.ts'
import { retryPause } from '../keep-connected.ts'
import { isAnswering } from './is-answering.ts'
import { turnConfig } from './turn-config.ts'
import { TurnProcess } from './turn-process.ts'
import type { TurnConfigInit } from './turn-config.ts'
import type { Timer, Timers } from '../../src/timers.ts'
import type { Logger, Startable } from '@libp2p/interface'

/** ms until it answers: half a second on a slow machine */
export const START_TIMEOUT = 15_000

/** ms after which coturn counts as running well: the pauses then start again with the shortest */
export const STABLE_TIME = 60_000

export interface TurnServerInit extends Omit<TurnConfigInit, 'directory'> {
  log: Logger

  /** For tests */
  timers?: Timers
}

/**
 * Runs coturn, and again when it dies, after growing pauses
 */
export class TurnServer implements Startable {
  private readonly init: TurnServerInit
  private readonly timers: Timers
  private running?: AbortController
  private directory?: string
  private current?: TurnProcess
  private restart?: Timer
  private failures = 0

  constructor (init: TurnServerInit) {
    this.init = init
    this.timers = init.timers ?? systemTimers
  }

  /** Of coturn's process, while it runs */
  get pid (): number | undefined {
    return this.current?.pid
  }

  /**
   * Resolves when it answers
   *
   * @throws {TurnServerError} if it can't be started; nothing is left behind
   */
  async start (): Promise<void> {
    const running = this.running = new AbortController()

    try {
      this.directory = await mkdtemp(join(tmpdir(), 'groupcall-turn-'))
      await writeFile(this.configPath, turnConfig({ ...this.init, directory: this.directory }), { mode: 0o600 })
      running.signal.throwIfAborted()
      await this.untilAnswering(this.run(), running.signal)
    } catch (err) {
      await this.stop()
      throw err
    }
  }

  /** Idempotent */
  async stop (): Promise<void> {
    this.running?.abort(new AbortError('The TURN server was stopped'))
    this.restart?.stop()
    await this.current?.end()

    if (this.directory != null) {
      await rm(this.directory, { recursive: true, force: true })
    }
  }

  private get configPath (): string {
    return join(this.directory ?? '', 'turnserver.conf')
  }

  private run (): TurnProcess {
    const process = new TurnProcess(this.configPath, this.directory ?? '')
    const began = this.timers.now()

    this.current = process
    process.ended.then(({ reason }) => {
      this.current = undefined

      if (this.running?.signal.aborted === false) {
        this.failures = this.timers.now() - began < STABLE_TIME ? this.failures : 0
        const pause = retryPause(this.failures++)

        this.init.log.error('coturn has ended, and is started again in %d ms: %s', Math.ceil(pause), reason)
        this.restart = this.timers.after(pause, () => { this.run() })
      }
    }, err => { this.init.log.error('coturn can\'t be watched - %e', err) })

    return process
  }

  private async untilAnswering (process: TurnProcess, signal: AbortSignal): Promise<void> {
    const { listen: [host], port } = this.init
    const probing = new AbortController()
    const timeout = this.timers.after(START_TIMEOUT, () => { probing.abort(new TimeoutError('it doesn\'t answer')) })
    const onAbort = (): void => { probing.abort(signal.reason) }

    signal.addEventListener('abort', onAbort)

    try {
      await Promise.race([
        isAnswering(host, port, { signal: probing.signal }),
        process.ended.then(({ missing, reason }) => { throw new TurnServerError(missing ? undefined : reason) })
      ])
    } catch (err: any) {
      throw err instanceof TimeoutError ? new TurnServerError(err.message) : err
    } finally {
      timeout.stop()
      signal.removeEventListener('abort', onAbort)
      probing.abort()
    }
  }
}
