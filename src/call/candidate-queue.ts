import { setNewest } from '../newest.ts'
import { MAX_CANDIDATES } from './limits.ts'
import type { FoundProvider } from '../discovery/index.ts'
import type { PeerInfo } from '@libp2p/interface'

/** Somebody who may be a member */
export interface Candidate {
  readonly peer: PeerInfo
  /**
   * `known`: the user names it, or an earlier call; `proven`: it has shown that it holds
   * the group's secret, and that its addresses are its own; `told`: somebody says so
   */
  readonly standing: 'known' | 'proven' | 'told'
  /** Who named it: a DHT peer, or some other way of finding people */
  readonly source: string
}

/**
 * Who is tried next: those there is only word of after the others, and of the same kind
 * one of each source in turn, so that a source which names many hides nobody whom others
 * name. When there are too many, the source with the most gives way.
 */
export class CandidateQueue {
  private readonly candidates = new Map<string, Candidate>()
  /** How many of each source have been taken */
  private readonly taken = new Map<string, number>()

  get size (): number {
    return this.candidates.size
  }

  /** Named again by the same source, it keeps its place */
  add (candidate: Candidate): void {
    this.candidates.set(keyOf(candidate), candidate)

    if (this.candidates.size > MAX_CANDIDATES) {
      this.candidates.delete(keyOf(this.mostDispensable()))
    }
  }

  /** Takes the next one out; nothing when there is none of those that `mayBeTaken` */
  take (mayBeTaken: (candidate: Candidate) => boolean = () => true): Candidate | undefined {
    const [next] = [...this.candidates.values()]
      .filter(mayBeTaken)
      .sort((a, b) => Number(isTold(a)) - Number(isTold(b)) || this.turns(a) - this.turns(b))

    if (next != null) {
      this.candidates.delete(keyOf(next))
      setNewest(this.taken, next.source, this.turns(next) + 1, MAX_CANDIDATES)
    }

    return next
  }

  clear (): void {
    this.candidates.clear()
  }

  private turns ({ source }: Candidate): number {
    return this.taken.get(source) ?? 0
  }

  /** The last of the source that has the most, of those there is only word of if there are any */
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
 * A DHT peer may give wrong addresses of a real member, and an invite old ones, so that
 * is another candidate for each source; proven addresses are the same whoever tells them
 */
export function keyOf ({ peer, standing, source }: Candidate): string {
  return standing === 'proven' ? peer.id.toString() : `${peer.id.toString()} ${source}`
}

/** Somebody whom a DHT peer named */
export function fromProvider ({ id, multiaddrs, proven, source }: FoundProvider): Candidate {
  return { peer: { id, multiaddrs }, standing: proven ? 'proven' : 'told', source }
}

function isTold ({ standing }: Candidate): boolean {
  return standing === 'told'
}
