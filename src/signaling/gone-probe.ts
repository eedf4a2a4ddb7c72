import { GONE_PAUSE } from './limits.ts'
import { hexKeyOf } from './session-key.ts'
import type { SignedPresence } from './messages.ts'
import type { Timer, Timers } from '../timers.ts'

export interface GoneProbeInit {
  timers: Timers
  /** Opens a stream to a session; rejects when that fails */
  ask(to: SignedPresence): Promise<unknown>
  /** Called when the process of a session no longer serves the group */
  onGone(presence: SignedPresence): void
}

/**
 * Finds out whether a process that lives no longer serves the group. Noise has proven
 * which process resets a stream, but a single reset may mean that it is just between two
 * epochs, or about to stop. So it counts only when the process, asked again after a pause,
 * does it again; in any other case, silence decides as for everybody else.
 */
export class GoneProbe {
  private readonly init: GoneProbeInit
  /** Timers of processes that have reset a stream, by session key; absent once they were asked again */
  private readonly suspects = new Map<string, Timer | undefined>()

  constructor (init: GoneProbeInit) {
    this.init = init
  }

  /** Called when a process resets a stream without having shown that it serves the group */
  onReset (to: SignedPresence): void {
    const key = hexKeyOf(to)

    if (!this.suspects.has(key)) {
      this.suspects.set(key, this.init.timers.after(GONE_PAUSE, () => { this.askAgain(key, to) }))
    } else if (this.suspects.get(key) == null) {
      this.clear(key)
      this.init.onGone(to)
    }
  }

  /** Called when a process (64 hex digits) has shown that it serves the group, or can't be reached */
  clear (sessionKey: string): void {
    this.suspects.get(sessionKey)?.stop()
    this.suspects.delete(sessionKey)
  }

  stop (): void {
    this.suspects.forEach(timer => { timer?.stop() })
    this.suspects.clear()
  }

  private askAgain (key: string, to: SignedPresence): void {
    this.suspects.set(key, undefined)
    this.init.ask(to).catch(() => { this.clear(key) })
  }
}
