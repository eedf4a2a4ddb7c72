import { InvalidParametersError } from '@libp2p/interface'
import { isPublicKey } from './identity.ts'
import { isSessionCount, MAX_SESSION_COUNT, nextSessionCount } from './session-count.ts'
import { claimSessionCount, highestSessionCount } from './session-store.ts'
import type { SessionStoreError } from './errors.ts'

/**
 * Counts the sessions of an identity: of two sessions, the one with the higher count
 * is newer. The time of day plays no part, because clocks get corrected and devices
 * disagree.
 */
export interface SessionCounter {
  /**
   * Returns a count higher than all before it and than `above`, the highest that
   * others have seen. No two calls get the same count, in whichever process or tab
   * they run. A counter that reaches 2^48 - 1 stays there.
   *
   * @throws {InvalidParametersError} if `above` isn't an integer from 0 to 2^48 - 1
   */
  next(above?: number): Promise<number>
}

export interface OpenSessionCounterOptions {
  /**
   * Called once, when a count can't be stored. The counter continues in memory. The
   * error's message is one line for the user.
   */
  onProblem?(error: SessionStoreError): void
}

/**
 * Returns a counter in memory, for an identity that isn't stored either. It starts
 * at 1 unless `above` raises it.
 */
export function createSessionCounter (): SessionCounter {
  return new SerialSessionCounter(async floor => nextSessionCount(floor))
}

/**
 * Returns the counter that is stored beside an identity, in a folder in Node and in
 * IndexedDB in browsers. Nothing is read or written before the first `next()`.
 *
 * @param path - where the identity is stored, see `defaultKeyPath`
 * @param publicKey - of the identity; another identity under the same path starts at 1
 * @throws {InvalidParametersError} if that isn't a public key
 */
export function openSessionCounter (path: string, publicKey: string, { onProblem }: OpenSessionCounterOptions = {}): SessionCounter {
  if (!isPublicKey(publicKey)) {
    throw new InvalidParametersError('Sessions are counted by public key: 64 lower-case hex digits')
  }

  let reported = false

  return new SerialSessionCounter(async floor => {
    try {
      return await claimSessionCount(path, publicKey, floor)
    } catch (err: any) {
      if (!reported) {
        reported = true
        onProblem?.(err)
      }

      // read-only storage can still be read
      return nextSessionCount(floor, await highestSessionCount(path, publicKey).catch(() => 0))
    }
  })
}

/** Takes one count after another, each above the last, wherever that came from */
class SerialSessionCounter implements SessionCounter {
  private readonly take: (floor: number) => Promise<number>
  private last: Promise<number> = Promise.resolve(0)

  constructor (take: (floor: number) => Promise<number>) {
    this.take = take
  }

  async next (above: number = 0): Promise<number> {
    if (!isSessionCount(above)) {
      throw new InvalidParametersError(`A session count is an integer from 0 to ${MAX_SESSION_COUNT}`)
    }

    const before = this.last
    const next = before.then(async last => this.take(Math.max(last, above)))
    this.last = next.catch(async () => before)

    return next
  }
}
