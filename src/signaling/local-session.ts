import { randomBytes } from '@libp2p/crypto'
import { InvalidParametersError } from '@libp2p/interface'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'

/** Bytes of a session: a counter, and random ones */
export const SESSION_BYTES = 16
const COUNTER_BYTES = 6

/** The highest counter of a session */
export const MAX_SESSION_COUNTER = 2 ** (8 * COUNTER_BYTES) - 1

/** Earlier sessions that are remembered: messages to them may be on their way when they are replaced */
const MAX_FORMER_SESSIONS = 16

/**
 * Returns a new session: 32 lower-case hex digits that begin with the counter, so that
 * the greater of two sessions of an identity is the newer one
 *
 * @throws {InvalidParametersError} when the counter isn't an integer from 0 to 2^48 - 1
 */
export function createSession (counter: number): string {
  if (!Number.isInteger(counter) || counter < 0 || counter > MAX_SESSION_COUNTER) {
    throw new InvalidParametersError('The counter of a session is an integer from 0 to 2^48 - 1')
  }

  const bytes = randomBytes(SESSION_BYTES)
  bytes.set(fromString(counter.toString(16).padStart(2 * COUNTER_BYTES, '0'), 'base16'))

  return toString(bytes, 'base16')
}

/** Returns the counter that a session begins with */
export function counterOf (session: string): number {
  return Number.parseInt(session.slice(0, 2 * COUNTER_BYTES), 16)
}

/**
 * The session of the local participant. Its messages share one sequence, also when it
 * speaks in several epochs at once.
 */
export class LocalSession {
  private current: string
  private readonly former: string[] = []
  private sequence = 0n

  /**
   * @param counter - higher than those of the identity's earlier sessions
   */
  constructor (counter: number = Date.now()) {
    this.current = createSession(counter)
  }

  /** See {@link createSession} */
  get id (): string {
    return this.current
  }

  /** Returns the next sequence number, from 1 on */
  next (): bigint {
    return ++this.sequence
  }

  /**
   * Continues as a new session, because the identity has another one that is newer.
   * Call `renewSession()` of each `Signaling` that shares it.
   *
   * @param above - the newer session
   * @param counter - higher than that of `above` where possible
   */
  renew (above: string, counter: number = counterOf(above) + 1): void {
    const highest = above > this.current ? above : this.current
    const session = createSession(Math.min(MAX_SESSION_COUNTER, Math.max(counter, counterOf(highest) + 1)))
    // two sessions with the highest counter differ in their random bytes alone
    const next = session > highest ? session : successorOf(highest)

    this.former.unshift(this.current)
    this.former.splice(MAX_FORMER_SESSIONS)
    this.current = next
  }

  /** Returns whether this was the local session before it was renewed */
  wasBefore (session: string): boolean {
    return this.former.includes(session)
  }
}

function successorOf (session: string): string {
  const next = BigInt(`0x${session}`) + 1n

  if (next >> BigInt(8 * SESSION_BYTES) > 0n) {
    throw new InvalidParametersError('There is no session after the highest one')
  }

  return next.toString(16).padStart(2 * SESSION_BYTES, '0')
}
