import { equals } from 'uint8arrays/equals'
import { MAX_KNOWN_SESSIONS, MESSAGE_BURST, MESSAGES_PER_SECOND } from './limits.ts'
import { SequenceWindow } from './sequence-window.ts'
import { TokenBucket } from './token-bucket.ts'
import type { SignedPresence } from './messages.ts'
import type { GroupKeys } from '../group/index.ts'

/** The newest session of an identity */
export interface KnownSession {
  presence: SignedPresence
  /** Session key of the presence, 64 lower-case hex digits */
  sessionKey: string
  sequence: SequenceWindow
  rate: TokenBucket
  /** It has left: an older message of others doesn't bring it back */
  left: boolean
  /** Keys of the epoch that its presence was signed for: it can't be verified in another */
  keys?: GroupKeys
}

/**
 * The newest session of each identity: an older one is a ghost, and doesn't come back
 */
export class KnownSessions {
  private readonly sessions = new Map<string, KnownSession>()
  private readonly max: number
  private readonly keeps: (publicKey: string) => boolean

  /**
   * @param keeps - whether to keep an identity because it is in the call: a member
   * could push it out with invented ones
   * @param max
   */
  constructor (keeps: (publicKey: string) => boolean = () => false, max: number = MAX_KNOWN_SESSIONS) {
    this.keeps = keeps
    this.max = max
  }

  get size (): number {
    return this.sessions.size
  }

  get (publicKey: string): KnownSession | undefined {
    return this.sessions.get(publicKey)
  }

  /** Returns the session with this session key, unless it has left or was replaced */
  find (sessionKey: string): KnownSession | undefined {
    for (const session of this.sessions.values()) {
      if (session.sessionKey === sessionKey && !session.left) {
        return session
      }
    }
  }

  /** A session has left: it doesn't come back */
  forget ({ publicKey, session }: SignedPresence): void {
    const known = this.sessions.get(publicKey)

    if (known?.presence.session === session) {
      known.left = true
    }
  }

  /** Forgets everybody but these public keys */
  keepOnly (publicKeys: string[]): void {
    [...this.sessions.keys()].filter(publicKey => !publicKeys.includes(publicKey)).forEach(publicKey => { this.sessions.delete(publicKey) })
  }

  /** Returns whether these very bytes were verified before, with the keys of this epoch: they are signed again in each */
  has (presence: SignedPresence, keys: GroupKeys): boolean {
    const known = this.sessions.get(presence.publicKey)

    return known != null && known.presence.session === presence.session && known.keys === keys &&
      equals(known.presence.signed.presence, presence.signed.presence) && equals(known.presence.signed.signature, presence.signed.signature)
  }

  /** Returns whether the presence is that of a session that was replaced or has left */
  isStale (presence: SignedPresence): boolean {
    const known = this.sessions.get(presence.publicKey)

    return known != null && (presence.session < known.presence.session ||
      (presence.session === known.presence.session && known.left))
  }

  /**
   * Remembers a verified presence. The first one of a session is kept, together with
   * its sequence window; a new epoch brings another one.
   */
  learn (presence: SignedPresence, sessionKey: string, now: number, keys?: GroupKeys): KnownSession {
    const known = this.sessions.get(presence.publicKey)

    if (known != null && known.presence.session >= presence.session) {
      if (known.presence.session === presence.session && known.sessionKey === sessionKey && known.keys !== keys) {
        known.presence = presence
        known.keys = keys
      }

      return known
    }

    const session: KnownSession = {
      presence,
      sessionKey,
      sequence: new SequenceWindow(),
      // inventing a session takes no time, so it mustn't bring another burst
      rate: known?.rate ?? new TokenBucket(MESSAGES_PER_SECOND, MESSAGE_BURST, now),
      left: false,
      keys
    }

    this.sessions.delete(presence.publicKey)
    this.sessions.set(presence.publicKey, session)
    this.forgetOldest()

    return session
  }

  private forgetOldest (): void {
    if (this.sessions.size <= this.max) {
      return
    }

    for (const publicKey of this.sessions.keys()) {
      if (!this.keeps(publicKey)) {
        this.sessions.delete(publicKey)
        return
      }
    }
  }
}
