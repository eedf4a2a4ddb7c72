import { equals } from 'uint8arrays/equals'
import { toString } from 'uint8arrays/to-string'
import { MAX_CLAIMED_SESSIONS, MAX_KNOWN_SESSIONS, MESSAGE_BURST, MESSAGES_PER_SECOND } from './limits.ts'
import { SequenceWindow } from './sequence-window.ts'
import { TokenBucket } from './token-bucket.ts'
import type { SignedPresence } from './messages.ts'
import type { GroupKeys } from '../group/index.ts'

/** A session of somebody else, or of the local identity in another process */
export interface KnownSession {
  presence: SignedPresence
  /** 64 lower-case hex digits */
  readonly sessionKey: string
  readonly sequence: SequenceWindow
  /** Shared by all sessions of an identity: inventing one takes no time, so it mustn't bring another burst */
  readonly rate: TokenBucket
  /** Keys of the epoch that its presence was signed for: it can't be verified in another */
  keys: GroupKeys
  /** It has left, and doesn't come back */
  left: boolean
}

interface KnownIdentity {
  readonly rate: TokenBucket
  /** The highest session that was met, or has left. Everything below is stale */
  floor?: KnownSession
  /** Sessions above the floor that only others have told of, the lowest first */
  claimed: KnownSession[]
  /** The last session that only asked who is in the call */
  looker?: KnownSession
}

/**
 * The sessions of each identity. A session is met once a message of its own has
 * arrived, and claimed while only others have told of it. Only a session that was met
 * makes older ones stale: what others tell replaces nobody.
 */
export class KnownSessions {
  private readonly identities = new Map<string, KnownIdentity>()
  private readonly max: number
  private readonly keeps: (publicKey: string) => boolean
  private keys: GroupKeys

  /**
   * @param keys - of the current epoch
   * @param keeps - whether to keep an identity because it is in the call: a member could push it out with invented ones
   * @param max
   */
  constructor (keys: GroupKeys, keeps: (publicKey: string) => boolean = () => false, max: number = MAX_KNOWN_SESSIONS) {
    this.keys = keys
    this.keeps = keeps
    this.max = max
  }

  get size (): number {
    return this.identities.size
  }

  /** Returns a session that was met or is claimed, unless it has left */
  get (publicKey: string, session: string): KnownSession | undefined {
    const known = this.lookUp(publicKey, session)

    return known?.left === true ? undefined : known
  }

  /** Returns a session of the process with this session key, the highest one that was met if possible */
  find (sessionKey: string): KnownSession | undefined {
    const all = [...this.identities.values()]
    const matches = ({ sessionKey: own, left }: KnownSession): boolean => own === sessionKey && !left

    return all.map(({ floor }) => floor).find(floor => floor != null && matches(floor)) ??
      all.flatMap(({ claimed }) => claimed).findLast(matches)
  }

  /** Returns whether a session is below the highest one met, or has left */
  isStale ({ publicKey, session }: Pick<SignedPresence, 'publicKey' | 'session'>): boolean {
    const floor = this.identities.get(publicKey)?.floor

    return (floor != null && session < floor.presence.session) || this.lookUp(publicKey, session)?.left === true
  }

  /** Returns the presence of the highest session met, if it is newer than this one and can be verified in this epoch */
  newerThan ({ publicKey, session }: SignedPresence): SignedPresence | undefined {
    const floor = this.identities.get(publicKey)?.floor

    return floor != null && floor.presence.session > session && floor.keys === this.keys ? floor.presence : undefined
  }

  /** Counts a message of an identity. Returns false when there are too many */
  takeRate (publicKey: string, now: number): boolean {
    return this.identities.get(publicKey)?.rate.take(now) ?? true
  }

  /** Returns whether this very presence was verified before, with these keys */
  has (presence: SignedPresence, keys: GroupKeys): boolean {
    const known = this.lookUp(presence.publicKey, presence.session)
    const { signed } = known?.presence ?? {}

    return known?.keys === keys && signed != null && equals(signed.presence, presence.signed.presence) &&
      equals(signed.signature, presence.signed.signature) && equals(signed.sessionSignature, presence.signed.sessionSignature)
  }

  /**
   * Remembers a verified presence that somebody else has told of. Returns its session
   * unless that is stale.
   */
  claim (presence: SignedPresence, keys: GroupKeys, now: number): KnownSession | undefined {
    if (this.isStale(presence)) {
      return undefined
    }

    const known = this.update(presence, keys)

    if (known != null) {
      return known
    }

    const identity = this.open(presence.publicKey, now)
    const session = createKnownSession(presence, keys, identity.rate)
    identity.claimed = [...identity.claimed, session].sort(byAge).slice(-MAX_CLAIMED_SESSIONS)

    return identity.claimed.includes(session) ? session : undefined
  }

  /**
   * A message of a session itself has arrived, with its verified presence: all older
   * sessions of the identity are stale from now on. Returns the session unless it is
   * stale itself.
   */
  meet (presence: SignedPresence, keys: GroupKeys, now: number): KnownSession | undefined {
    if (this.isStale(presence)) {
      return undefined
    }

    const identity = this.open(presence.publicKey, now)
    const session = this.update(presence, keys) ?? createKnownSession(presence, keys, identity.rate)
    this.raiseFloor(identity, session)

    return session
  }

  /**
   * A session asks who is in the call, with its verified presence. It is in no call
   * itself, so it makes no other session of its identity stale, and none makes it so:
   * people look from one device while they talk on another.
   */
  look (presence: SignedPresence, keys: GroupKeys, now: number): KnownSession {
    const known = this.lookUp(presence.publicKey, presence.session)

    if (known != null) {
      return known
    }

    const identity = this.open(presence.publicKey, now)
    identity.looker = createKnownSession(presence, keys, identity.rate)

    return identity.looker
  }

  /** A session has left. One that was only claimed makes no older session stale */
  forget ({ publicKey, session }: SignedPresence): void {
    const known = this.lookUp(publicKey, session)

    if (known != null) {
      known.left = true
    }
  }

  /** Starts a new epoch, in which only these sessions' identities are known */
  startEpoch (keys: GroupKeys, staying: SignedPresence[]): void {
    const publicKeys = staying.map(({ publicKey }) => publicKey)

    this.keys = keys
    ;[...this.identities.keys()].filter(publicKey => !publicKeys.includes(publicKey)).forEach(publicKey => { this.identities.delete(publicKey) })
  }

  private lookUp (publicKey: string, session: string): KnownSession | undefined {
    const { floor, claimed = [], looker } = this.identities.get(publicKey) ?? {}

    return [floor, ...claimed, looker].find(known => known?.presence.session === session)
  }

  /** Returns the session if it is known. Its first presence is kept, until it signs another one for a new epoch */
  private update (presence: SignedPresence, keys: GroupKeys): KnownSession | undefined {
    const known = this.lookUp(presence.publicKey, presence.session)

    if (known != null && known.keys !== keys && keys === this.keys && known.sessionKey === toString(presence.sessionKey, 'base16')) {
      known.presence = presence
      known.keys = keys
    }

    return known
  }

  private raiseFloor (identity: KnownIdentity, session: KnownSession): void {
    identity.floor = session
    identity.claimed = identity.claimed.filter(({ presence }) => presence.session > session.presence.session)
  }

  private open (publicKey: string, now: number): KnownIdentity {
    const identity = this.identities.get(publicKey) ?? { rate: new TokenBucket(MESSAGES_PER_SECOND, MESSAGE_BURST, now), claimed: [] }

    this.identities.delete(publicKey)
    this.identities.set(publicKey, identity)
    this.forgetOldest()

    return identity
  }

  private forgetOldest (): void {
    if (this.identities.size > this.max) {
      const oldest = [...this.identities.keys()].find(publicKey => !this.keeps(publicKey))

      if (oldest != null) {
        this.identities.delete(oldest)
      }
    }
  }
}

function createKnownSession (presence: SignedPresence, keys: GroupKeys, rate: TokenBucket): KnownSession {
  return { presence, sessionKey: toString(presence.sessionKey, 'base16'), sequence: new SequenceWindow(), rate, keys, left: false }
}

function byAge (a: KnownSession, b: KnownSession): number {
  return a.presence.session < b.presence.session ? -1 : 1
}
