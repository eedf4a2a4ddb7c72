import { randomBytes } from '@libp2p/crypto'
import { toString } from 'uint8arrays/to-string'
import { MAX_VIOLATIONS, SEQUENCE_WINDOW, VIOLATION_PERIOD } from './limits.ts'
import { BadMessageError } from './messages.ts'
import type { PeerId } from '@libp2p/interface'

/** Bytes of a session: 6 of time and 10 of chance */
export const SESSION_BYTES = 16

/**
 * A session is written as 32 lower-case hex digits that begin with the time of
 * the join, so that of two sessions of one identity the greater is the newer.
 * Only sessions of one identity are compared for age, and a race for the last
 * place in a call is decided by them.
 */
export function createSession (now: number = Date.now()): string {
  const bytes = randomBytes(SESSION_BYTES)
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, Math.floor(now / 0x10000))
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(4, now % 0x10000)

  return toString(bytes, 'base16')
}

/**
 * A session as its own end has it. Whatever it says has a number of its own, also
 * where it speaks in several epochs at once.
 */
export class OwnSession {
  /** See {@link createSession} */
  readonly id = createSession()

  private sequence = 0n

  /** The next sequence number, from 1 on */
  next (): bigint {
    return ++this.sequence
  }
}

/**
 * Lets each sequence number of one session through once. Messages that took two
 * ways may overtake each other, so there is a window, as in RFC 4303 section
 * 3.4.3; anything older is taken for a replay.
 */
export class SequenceGuard {
  private highest = 0n
  private readonly seen = new Set<bigint>()

  /**
   * Returns false for a number that was seen before or is too old
   */
  accept (sequence: bigint): boolean {
    const oldest = this.highest - BigInt(SEQUENCE_WINDOW)

    if (sequence <= 0n || sequence <= oldest || this.seen.has(sequence)) {
      return false
    }

    this.seen.add(sequence)

    if (sequence > this.highest) {
      this.highest = sequence

      for (const old of this.seen) {
        if (old <= this.highest - BigInt(SEQUENCE_WINDOW)) {
          this.seen.delete(old)
        }
      }
    }

    return true
  }
}

/**
 * A token bucket: `burst` at once and `perSecond` in the long run
 */
export class RateLimit {
  private tokens: number
  private last: number
  private readonly perSecond: number
  private readonly burst: number

  constructor (perSecond: number, burst: number, now: number) {
    this.perSecond = perSecond
    this.burst = burst
    this.tokens = burst
    this.last = now
  }

  /**
   * Returns false when there are too many; `now` is in ms
   */
  take (now: number): boolean {
    this.tokens = Math.min(this.burst, this.tokens + (Math.max(0, now - this.last) * this.perSecond / 1_000))
    this.last = now

    if (this.tokens < 1) {
      return false
    }

    this.tokens--

    return true
  }
}

/** What one path may bring that makes no sense: the third of a minute is one too many */
export function violationLimit (now: number): RateLimit {
  return new RateLimit(MAX_VIOLATIONS * 1_000 / VIOLATION_PERIOD, MAX_VIOLATIONS - 1, now)
}

/**
 * @throws {BadMessageError} when the peer's key is not an Ed25519 one
 */
export function sessionKeyOf (peer: PeerId): Uint8Array {
  if (peer.type !== 'Ed25519') {
    throw new BadMessageError('wrong-peer')
  }

  return peer.publicKey.raw
}
