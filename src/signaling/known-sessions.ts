import { equals } from 'uint8arrays/equals'
import { MAX_KNOWN_SESSIONS, MESSAGE_BURST, MESSAGES_PER_SECOND } from './limits.ts'
import { RateLimit, SequenceGuard } from './session.ts'
import type { SignedPresence } from './messages.ts'
import type { GroupKeys } from '../group/index.ts'

/** What is remembered of the newest session of an identity */
export interface KnownSession {
  presence: SignedPresence
  /** Session key of the presence, 64 lower-case hex digits */
  sessionKey: string
  sequence: SequenceGuard
  rate: RateLimit
  /** It said that it left: an older message of others does not bring it back */
  left: boolean
  /** Keys of the epoch that its presence was signed in: nobody else can check it in another */
  keys?: GroupKeys
}

/**
 * The newest session of each identity: an older one is a ghost that does not
 * come back
 */
export class KnownSessions {
  private readonly sessions = new Map<string, KnownSession>()
  private readonly max: number
  private readonly keeps: (publicKey: string) => boolean

  /**
   * @param keeps - whether an identity is not to be forgotten, since it is in the
   * call: a member could make others up until it is
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

  /** The session with this session key, unless it has left or was replaced */
  find (sessionKey: string): KnownSession | undefined {
    for (const session of this.sessions.values()) {
      if (session.sessionKey === sessionKey && !session.left) {
        return session
      }
    }
  }

  /** Forgets everybody but these public keys */
  keepOnly (publicKeys: string[]): void {
    [...this.sessions.keys()].filter(publicKey => !publicKeys.includes(publicKey)).forEach(publicKey => { this.sessions.delete(publicKey) })
  }

  /** Whether these very bytes were verified before, by the keys of this epoch: the same are said in each, and signed anew */
  has (presence: SignedPresence, keys: GroupKeys): boolean {
    const known = this.sessions.get(presence.publicKey)

    return known != null && known.presence.session === presence.session && known.keys === keys &&
      equals(known.presence.signed.presence, presence.signed.presence)
  }

  /** Whether the presence is of a session that has been replaced, or has left */
  isStale (presence: SignedPresence): boolean {
    const known = this.sessions.get(presence.publicKey)

    return known != null && (presence.session < known.presence.session ||
      (presence.session === known.presence.session && known.left))
  }

  /**
   * Remembers a verified presence. Of one session the first is kept, so that
   * sequence numbers go on; in a new epoch it is said anew.
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
      sequence: new SequenceGuard(),
      // a session is made up in no time: it must not bring another burst
      rate: known?.rate ?? new RateLimit(MESSAGES_PER_SECOND, MESSAGE_BURST, now),
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
