import { isIPv4 } from 'node:net'
import { ip6Network } from '../../src/network/ip-network.ts'

/**
 * Requests of one source per second. A member of a full call opens 7 connections at
 * once, each sends a request per network interface, and a household shares an address.
 */
export const MAX_REQUESTS_PER_SOURCE = 100

/**
 * Sources per second. This bounds the memory (some 100 bytes each) and, because sources
 * can be forged, how much a responder can be made to send in all
 */
export const MAX_SOURCES = 10_000

const WINDOW = 1_000

export interface SourceLimitInit {
  /**
   * @default 100
   */
  maxRequestsPerSource?: number

  /**
   * @default 10_000
   */
  maxSources?: number

  /**
   * Monotonic time in ms
   *
   * @default performance.now
   */
  now?(): number
}

/**
 * Counts the requests of each source in the current second, and forgets them all when
 * it is over
 */
export class SourceLimit {
  private readonly counts = new Map<string, number>()
  private readonly maxRequestsPerSource: number
  private readonly maxSources: number
  private readonly now: () => number
  private windowEnd = 0

  constructor (init: SourceLimitInit = {}) {
    this.maxRequestsPerSource = init.maxRequestsPerSource ?? MAX_REQUESTS_PER_SOURCE
    this.maxSources = init.maxSources ?? MAX_SOURCES
    this.now = init.now ?? (() => performance.now())
  }

  /** Number of sources in the current second */
  get size (): number {
    return this.counts.size
  }

  /** Counts a request. Returns false if the source has used up its share of this second */
  take (address: string): boolean {
    const now = this.now()

    if (now >= this.windowEnd) {
      this.counts.clear()
      this.windowEnd = now + WINDOW
    }

    const source = isIPv4(address) ? address : ip6Network(address)
    const count = this.counts.get(source) ?? 0

    if (count >= this.maxRequestsPerSource || (count === 0 && this.counts.size >= this.maxSources)) {
      return false
    }

    this.counts.set(source, count + 1)

    return true
  }
}
