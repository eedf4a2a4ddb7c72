import { defaultLogger } from '@libp2p/logger'
import { TypedEventEmitter } from 'main-event'
import type { Logger } from '@libp2p/interface'
import type { EventHandler } from 'main-event'

/** For emitters that are created without a logger: silent unless `DEBUG` selects it */
const defaultLog = defaultLogger().forComponent('groupcall:listener')

/**
 * An event emitter whose listeners can't end the process. In Node an exception
 * thrown by an `EventTarget` listener becomes an `uncaughtException`, and a
 * rejection an `unhandledRejection`; here both are logged, and the other
 * listeners still run.
 */
export class SafeEventEmitter<EventMap extends Record<string, any>> extends TypedEventEmitter<EventMap> {
  readonly #log: Logger
  /** The same listener always gets the same guard, so that adding it twice and removing it work as usual */
  readonly #guards = new WeakMap<EventHandler<any>, (event: any) => void>()

  /**
   * @param log - where failing listeners are reported
   */
  constructor (log: Logger = defaultLog) {
    super()

    this.#log = log
  }

  addEventListener<K extends keyof EventMap> (type: K, listener: EventHandler<EventMap[K]> | null, options?: boolean | AddEventListenerOptions): void {
    super.addEventListener(type, listener == null ? null : this.#guard(listener), options)
  }

  removeEventListener<K extends keyof EventMap> (type: K, listener?: EventHandler<EventMap[K]> | null, options?: boolean | EventListenerOptions): void {
    super.removeEventListener(type, listener == null ? listener : this.#guard(listener), options)
  }

  #guard (listener: EventHandler<any>): (event: any) => void {
    let guard = this.#guards.get(listener)

    if (guard == null) {
      guard = event => { this.#call(listener, event) }
      this.#guards.set(listener, guard)
      // a listener that is called once, or until a signal aborts, is removed by its guard
      this.#guards.set(guard, guard)
    }

    return guard
  }

  #call (listener: EventHandler<any>, event: Event): void {
    const report = (err: unknown): void => { this.#log.error('a listener of %s failed - %e', event.type, err) }

    try {
      const result: unknown = typeof listener === 'function' ? listener(event) : listener.handleEvent(event)

      if (result instanceof Promise) {
        result.catch(report)
      }
    } catch (err) {
      report(err)
    }
  }
}
