import { isIPv4 } from 'node:net'
import { ip6Network } from '../../src/network/ip-network.ts'

/**
 * Requests of one source per second. A member of a full call makes 7 connections
 * at once, each sends a request per network interface, and a household shares an
 * address.
 */
export const MAX_REQUESTS_PER_SOURCE = 100

/**
 * Sources per second, which bounds the memory (some 100 bytes each) and, since
 * sources can be forged, what all of them together can make a responder send
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
 * Counts what each source asks for in the current second, and forgets all of
 * them when it is over
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

  /** How many sources it knows at the moment */
  get size (): number {
    return this.counts.size
  }

  /** False if the source has had its share of this second */
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
