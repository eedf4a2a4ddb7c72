import { MAX_SDP_CANDIDATES } from './limits.ts'

interface Candidate {
  candidate: string
  /** The ICE generation that it is of; any when absent */
  usernameFragment?: string
}

/**
 * The other end's candidates: those of a description that has not come wait for
 * it, and of each ICE generation no more are taken than one may have. Each makes
 * this machine send packets to an address that somebody else chose.
 */
export class RemoteCandidates {
  private waiting: Candidate[] = []
  private generation?: string
  private taken = 0

  /** Keeps a candidate until {@link take}; returns false when there are too many */
  add (candidate: string, usernameFragment?: string): boolean {
    const full = this.taken >= MAX_SDP_CANDIDATES && (usernameFragment == null || usernameFragment === this.generation)

    if (full || this.waiting.length >= MAX_SDP_CANDIDATES) {
      return false
    }

    this.waiting.push({ candidate, usernameFragment })

    return true
  }

  /** Those that wait for this generation, which is the current one from now on */
  take (generation: string): string[] {
    if (generation !== this.generation) {
      this.generation = generation
      this.taken = 0
    }

    const ready = this.waiting.filter(({ usernameFragment }) => usernameFragment == null || usernameFragment === generation)
    this.waiting = this.waiting.filter(candidate => !ready.includes(candidate))
    const taken = ready.slice(0, MAX_SDP_CANDIDATES - this.taken)
    this.taken += taken.length

    return taken.map(({ candidate }) => candidate)
  }

  clear (): void {
    this.waiting = []
  }
}
