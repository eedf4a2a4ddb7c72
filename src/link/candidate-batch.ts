import { isLoopbackCandidate } from './candidates.ts'
import { BATCH_DELAY, FIRST_BATCH_TIMEOUT, MAX_SDP_CANDIDATES } from './limits.ts'
import type { LocalCandidates } from './types.ts'

/**
 * Collects local candidates and passes them on in few messages: the first burst
 * goes with the description. Loopback addresses are useless to other machines, so
 * they are sent only if there is nothing better.
 */
export class CandidateBatch {
  private readonly send: (batch: LocalCandidates) => void
  private usernameFragment?: string
  private candidates: string[] = []
  private loopback: string[] = []
  private networked = false
  private completed = false
  private described = false
  private timer?: ReturnType<typeof setTimeout>
  private takeFirst?: (candidates: string[]) => void

  constructor (send: (batch: LocalCandidates) => void) {
    this.send = send
  }

  /**
   * Called when a description is being created, perhaps of a new ICE generation
   *
   * @returns the candidates to put into it
   */
  async begin (usernameFragment: string): Promise<string[]> {
    if (usernameFragment === this.usernameFragment) {
      return []
    }

    this.usernameFragment = usernameFragment
    this.candidates = []
    this.loopback = []
    this.networked = false
    this.completed = false
    this.described = false

    return new Promise(resolve => {
      this.takeFirst = resolve
      clearTimeout(this.timer)
      this.timer = setTimeout(() => { this.flush(false) }, FIRST_BATCH_TIMEOUT)
    })
  }

  /** Called when the description has been sent: other candidates may follow it */
  release (): void {
    this.described = true
    this.flush(false)
  }

  add (candidate: string): void {
    if (isLoopbackCandidate(candidate)) {
      this.loopback.push(candidate)
      return
    }

    if (this.candidates.length >= MAX_SDP_CANDIDATES) {
      return
    }

    this.candidates.push(candidate)

    // the first candidate of a burst starts the timer
    if (!this.networked || this.timer == null) {
      this.networked = true
      clearTimeout(this.timer)
      this.timer = setTimeout(() => { this.flush(false) }, BATCH_DELAY)
    }
  }

  /** Called when the generation has no more candidates */
  complete (): void {
    if (!this.networked) {
      this.candidates.push(...this.loopback)
    }

    this.flush(true)
  }

  stop (): void {
    clearTimeout(this.timer)
    this.takeFirst?.([])
  }

  private flush (complete: boolean): void {
    clearTimeout(this.timer)
    this.timer = undefined

    if (this.usernameFragment == null) {
      return
    }

    this.completed ||= complete

    if (this.takeFirst != null) {
      this.takeFirst(this.candidates)
      this.takeFirst = undefined
      this.candidates = []
      return
    }

    if (this.described && (this.candidates.length > 0 || this.completed)) {
      const candidates = this.candidates
      this.candidates = []
      this.send({ usernameFragment: this.usernameFragment, candidates, complete: this.completed })
      this.completed = false
    }
  }
}
