import { MAX_SDP_CANDIDATES } from './limits.ts'

interface WaitingCandidate {
  candidate: string
  /** The ICE generation it belongs to; any if absent */
  usernameFragment?: string
}

/**
 * Remote candidates: they wait for the description of their ICE generation, and
 * each generation has a limited number of them
 */
export class RemoteCandidates {
  private waiting: WaitingCandidate[] = []
  private generation?: string
  private taken = 0

  /** Keeps a candidate until {@link take}; returns false if there are too many */
  add (candidate: string, usernameFragment?: string): boolean {
    const full = this.taken >= MAX_SDP_CANDIDATES && (usernameFragment == null || usernameFragment === this.generation)

    if (full || this.waiting.length >= MAX_SDP_CANDIDATES) {
      return false
    }

    this.waiting.push({ candidate, usernameFragment })

    return true
  }

  /** Makes a generation the current one, and returns the candidates that were waiting for it */
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
