import { isLoopbackCandidate } from './candidates.ts'
import type { LocalCandidates } from './link.ts'

/** ms that a candidate waits for the ones right behind it: they come in one burst */
const BATCH_DELAY = 1

/**
 * Collects this end's candidates and hands them on in few messages. Loopback
 * addresses are of no use to anybody else, so they go only when there is
 * nothing better.
 */
export class CandidateBatch {
  private readonly send: (batch: LocalCandidates) => void
  private usernameFragment?: string
  private candidates: string[] = []
  private loopback: string[] = []
  private networked = false
  private timer?: ReturnType<typeof setTimeout>

  constructor (send: (batch: LocalCandidates) => void) {
    this.send = send
  }

  /** A new ICE generation begins */
  begin (usernameFragment: string): void {
    if (usernameFragment === this.usernameFragment) {
      return
    }

    this.usernameFragment = usernameFragment
    this.candidates = []
    this.loopback = []
    this.networked = false
  }

  add (candidate: string): void {
    if (isLoopbackCandidate(candidate)) {
      this.loopback.push(candidate)
      return
    }

    this.networked = true
    this.candidates.push(candidate)
    this.timer ??= setTimeout(() => { this.flush(false) }, BATCH_DELAY)
  }

  /** The generation has no more candidates */
  complete (): void {
    if (!this.networked) {
      this.candidates.push(...this.loopback)
    }

    this.flush(true)
  }

  stop (): void {
    clearTimeout(this.timer)
  }

  private flush (complete: boolean): void {
    clearTimeout(this.timer)
    this.timer = undefined

    if (this.usernameFragment == null || (this.candidates.length === 0 && !complete)) {
      return
    }

    const candidates = this.candidates
    this.candidates = []
    this.send({ usernameFragment: this.usernameFragment, candidates, complete })
  }
}
