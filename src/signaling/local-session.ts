import { randomBytes } from '@libp2p/crypto'
import { toString } from 'uint8arrays/to-string'

/** Bytes of a session: 6 of time and 10 random */
export const SESSION_BYTES = 16

/**
 * Returns a new session: 32 lower-case hex digits that begin with the time of the
 * join, so that the greater of two sessions of an identity is the newer one. Sessions
 * of different identities are only compared to decide a race for the last place.
 */
export function createSession (now: number = Date.now()): string {
  const bytes = randomBytes(SESSION_BYTES)
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, Math.floor(now / 0x10000))
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(4, now % 0x10000)

  return toString(bytes, 'base16')
}

/**
 * The session of the local participant. Its messages share one sequence, also when it
 * speaks in several epochs at once.
 */
export class LocalSession {
  /** See {@link createSession} */
  readonly id = createSession()

  private sequence = 0n

  /** Returns the next sequence number, from 1 on */
  next (): bigint {
    return ++this.sequence
  }
}
