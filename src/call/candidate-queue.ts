import { setNewest } from '../newest.ts'
import { MAX_CANDIDATES } from './limits.ts'
import type { FoundProvider } from '../discovery/index.ts'
import type { PeerInfo } from '@libp2p/interface'

/** A peer that may be a member */
export interface Candidate {
  readonly peer: PeerInfo
  /**
   * `known`: the user or an earlier call names it; `proven`: it has proved that it holds
   * the group's secret and that its addresses are its own; `told`: another peer claims it
   */
  readonly standing: 'known' | 'proven' | 'told'
  /** The DHT peer that named it, or another way of finding members */
  readonly source: string
  /** It was in the call, and has just been lost */
  readonly returning?: boolean
}

/**
 * Chooses the next peer to ask: unproven claims come last, first those that several
 * sources make, because servers of a DHT that lie are fewer than those that don't. Among
 * equals the sources take turns, so that a source that names many peers can't hide those
 * that other sources name. At the bound, the source with the most candidates loses one.
 */
export class CandidateQueue {
  private readonly candidates = new Map<string, Candidate>()
  /** Number of candidates taken, by source */
  private readonly taken = new Map<string, number>()

  get size (): number {
    return this.candidates.size
  }

  /** A candidate that the same source names again keeps its place */
  add (candidate: Candidate): void {
    this.candidates.set(keyOf(candidate), candidate)

    if (this.candidates.size > MAX_CANDIDATES) {
      this.candidates.delete(keyOf(this.mostDispensable()))
    }
  }

  /** Removes and returns the next candidate that `mayBeTaken`, or undefined */
  take (mayBeTaken: (candidate: Candidate) => boolean = () => true): Candidate | undefined {
    const claims = this.countClaims()
    const claimsOf = (candidate: Candidate): number => isTold(candidate) ? claims.get(candidate.peer.id.toString()) ?? 0 : 0
    const [next] = [...this.candidates.values()]
      .filter(mayBeTaken)
      .sort((a, b) => Number(isTold(a)) - Number(isTold(b)) || claimsOf(b) - claimsOf(a) || this.turns(a) - this.turns(b))

    if (next != null) {
      this.candidates.delete(keyOf(next))
      setNewest(this.taken, next.source, this.turns(next) + 1, MAX_CANDIDATES)
    }

    return next
  }

  clear (): void {
    this.candidates.clear()
  }

  /** Returns how many sources make an unproven claim about a peer, by PeerId */
  private countClaims (): Map<string, number> {
    const claims = new Map<string, number>()

    for (const { peer } of [...this.candidates.values()].filter(isTold)) {
      const id = peer.id.toString()
      claims.set(id, (claims.get(id) ?? 0) + 1)
    }

    return claims
  }

  private turns ({ source }: Candidate): number {
    return this.taken.get(source) ?? 0
  }

  /** Returns the last candidate of the source with the most, among unproven claims if there are any */
  private mostDispensable (): Candidate {
    const all = [...this.candidates.values()]
    const told = all.filter(isTold)
    const kind = told.length > 0 ? told : all
    const counts = new Map<string, number>()
    kind.forEach(({ source }) => counts.set(source, (counts.get(source) ?? 0) + 1))
    const [crowded] = [...counts].sort(([, a], [, b]) => b - a)[0]

    return kind.findLast(({ source }) => source === crowded) as Candidate
  }
}

/**
 * Identifies a candidate. A DHT peer may name a member with wrong addresses, and an
 * invite with old ones, so each source counts separately; proven addresses are the
 * member's own whichever source names them, but the member may get others.
 */
export function keyOf ({ peer, standing, source }: Candidate): string {
  return `${peer.id.toString()} ${standing === 'proven' ? peer.multiaddrs.map(String).sort().join(' ') : source}`
}

/** Returns the candidate for a provider that a DHT peer named */
export function fromProvider ({ id, multiaddrs, proven, source }: FoundProvider): Candidate {
  return { peer: { id, multiaddrs }, standing: proven ? 'proven' : 'told', source }
}

function isTold ({ standing }: Candidate): boolean {
  return standing === 'told'
}
