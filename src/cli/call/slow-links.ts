import type { GroupCall, Participant } from '../../index.ts'

/**
 * ms after which the user wants to know why a participant isn't heard: a slow network
 * takes 2 or 3 s, and the mesh gives up much later
 */
export const SLOW_LINK = 6_000

/** A participant can't be connected to yet; it goes on */
export class SlowLinkError extends Error {
  static name = 'SlowLinkError'
  name = 'SlowLinkError'
}

/**
 * Tells the user early, and once for each attempt, that a participant may not be heard at
 * all. Why is not known by then: the mesh reports that once it has tried every way.
 */
export class SlowLinks {
  private readonly onSlow: (error: SlowLinkError, participant: Participant) => void
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()

  constructor (onSlow: (error: SlowLinkError, participant: Participant) => void) {
    this.onSlow = onSlow
  }

  attach (call: Pick<GroupCall, 'addEventListener'>): void {
    call.addEventListener('participant:join', ({ detail }) => { this.look(detail) })
    call.addEventListener('participant:update', ({ detail }) => { this.look(detail) })
    call.addEventListener('participant:leave', ({ detail }) => { this.forget(detail) })
  }

  /** Idempotent */
  close (): void {
    this.timers.forEach(timer => { clearTimeout(timer) })
    this.timers.clear()
  }

  private look (participant: Participant): void {
    const { publicKey, linkState } = participant

    // what happens to a link that was up is shown otherwise
    if (linkState === 'connected' || linkState === 'reconnecting') {
      this.forget(participant)
    } else if (!this.timers.has(publicKey)) {
      this.timers.set(publicKey, setTimeout(() => {
        this.onSlow(new SlowLinkError('no connection yet. Still trying…'), participant)
      }, SLOW_LINK))
    }
  }

  private forget ({ publicKey }: Participant): void {
    clearTimeout(this.timers.get(publicKey))
    this.timers.delete(publicKey)
  }
}
