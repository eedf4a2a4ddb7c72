import { MAX_HELD } from './limits.ts'

interface Postponed {
  timer: ReturnType<typeof setTimeout>
  held: Array<() => void>
}

/**
 * Links that have to wait until their connection may be made, and what arrives for
 * them meanwhile
 */
export class PostponedLinks {
  private readonly links = new Map<string, Postponed>()

  has (participant: string): boolean {
    return this.links.has(participant)
  }

  /**
   * Makes a link in `delay` ms, then handles what has arrived for it. Does nothing
   * when that is under way.
   */
  add (participant: string, delay: number, make: () => void): void {
    if (this.links.has(participant)) {
      return
    }

    const held: Array<() => void> = []
    const timer = setTimeout(() => {
      this.links.delete(participant)
      make()
      held.forEach(handle => { handle() })
    }, delay)

    this.links.set(participant, { timer, held })
  }

  /** Keeps something for a link; returns false when there is too much of it */
  hold (participant: string, handle: () => void): boolean {
    const held = this.links.get(participant)?.held

    if (held == null || held.length >= MAX_HELD) {
      return false
    }

    held.push(handle)

    return true
  }

  /** What has arrived for a link is of no use any more */
  release (participant: string): void {
    this.links.get(participant)?.held.splice(0)
  }

  delete (participant: string): void {
    clearTimeout(this.links.get(participant)?.timer)
    this.links.delete(participant)
  }
}
