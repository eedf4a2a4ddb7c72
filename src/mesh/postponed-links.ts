import { MAX_HELD } from './limits.ts'

interface Postponed {
  timer: ReturnType<typeof setTimeout>
  held: Array<() => void>
}

/**
 * Links that must wait until their connection may be created, and what arrives for
 * them meanwhile
 */
export class PostponedLinks {
  private readonly links = new Map<string, Postponed>()

  has (participant: string): boolean {
    return this.links.has(participant)
  }

  /**
   * Creates a link in `delay` ms, then handles what has arrived for it. Does nothing
   * if the link is postponed already.
   */
  add (participant: string, delay: number, create: () => void): void {
    if (this.links.has(participant)) {
      return
    }

    const held: Array<() => void> = []
    const timer = setTimeout(() => {
      this.links.delete(participant)
      create()
      held.forEach(handle => { handle() })
    }, delay)

    this.links.set(participant, { timer, held })
  }

  /** Keeps something for a link; returns false if the link isn't postponed, or has too much already */
  hold (participant: string, handle: () => void): boolean {
    const held = this.links.get(participant)?.held

    if (held == null || held.length >= MAX_HELD) {
      return false
    }

    held.push(handle)

    return true
  }

  /** Drops what has arrived for a link, because it is outdated */
  release (participant: string): void {
    this.links.get(participant)?.held.splice(0)
  }

  /** Cancels a postponed link, because the present one has connected: what has arrived is for that one */
  cancel (participant: string): void {
    const held = this.links.get(participant)?.held ?? []
    this.delete(participant)
    held.forEach(handle => { handle() })
  }

  /** Cancels a postponed link, and drops what has arrived for it */
  delete (participant: string): void {
    clearTimeout(this.links.get(participant)?.timer)
    this.links.delete(participant)
  }
}
