import { equals } from 'uint8arrays/equals'
import { mayIntroduce, visitorToForget } from './known-bounds.ts'
import { MAX_CLAIMED_SESSIONS, MAX_KEPT, MESSAGE_BURST, MESSAGES_PER_SECOND } from './limits.ts'
import { SequenceWindow } from './sequence-window.ts'
import { hexKeyOf } from './session-key.ts'
import { TokenBucket } from './token-bucket.ts'
import type { Origin } from './known-bounds.ts'
import type { SignedPresence } from './messages.ts'
import type { GroupKeys } from '../group/index.ts'

/** A session of another person, or of the local identity in another process */
export interface KnownSession {
  presence: SignedPresence
  /** 64 lower-case hex digits */
  readonly sessionKey: string
  readonly sequence: SequenceWindow
  /** Shared by all sessions of an identity: inventing one takes no time, so it mustn't bring another burst */
  readonly rate: TokenBucket
  /** Keys of the epoch that its presence was signed for: it can't be verified in another */
  keys: GroupKeys
  /** Sequence number of the session's own message that brought the presence; 0 if others told us about it */
  presenceSequence: bigint
  /** It has left, and doesn't come back */
  left: boolean
}

interface KnownIdentity extends Origin {
  readonly rate: TokenBucket
  /** The highest session that was met, or has left. Everything below is stale */
  floor?: KnownSession
  /** Sessions above the floor that we only know from others, the lowest first */
  claimed: KnownSession[]
  /** The last session that only asked who is in the call */
  looker?: KnownSession
}

export interface KnownSessionsInit {
  /** Returns whether an identity is in the call */
  isParticipant(publicKey: string): boolean
  /** Returns whether an identity belongs to the group */
  isMember(publicKey: string): boolean
}

/**
 * The sessions of each identity. A session is met once a message of its own has
 * arrived, and claimed while we only know it from others. Only a session that was met
 * makes older ones stale: what others tell replaces nobody.
 *
 * What is known prevents replays, so it is kept for the whole epoch. When there is no
 * room, new identities are turned away: those of a member that has introduced too many,
 * see known-bounds.ts, and everybody new after {@link MAX_KEPT} have been in the call.
 */
export class KnownSessions {
  private readonly identities = new Map<string, KnownIdentity>()
  private readonly init: KnownSessionsInit
  private keys: GroupKeys
  private keptCount = 0

  /**
   * @param keys - of the current epoch
   * @param init
   */
  constructor (keys: GroupKeys, init: KnownSessionsInit) {
    this.keys = keys
    this.init = init
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

  /** Returns the public key of the member that introduced an identity, until the identity speaks for itself */
  introducerOf (publicKey: string): string | undefined {
    return this.identities.get(publicKey)?.introducer
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
   * Remembers a verified presence that another member has reported. Returns its session
   * unless that is stale, or its identity is turned away.
   *
   * @param presence
   * @param keys - that it was verified with
   * @param introducer - public key of the member that reported it, or undefined if it was the session itself
   * @param now - ms
   */
  claim (presence: SignedPresence, keys: GroupKeys, introducer: string | undefined, now: number): KnownSession | undefined {
    if (this.isStale(presence)) {
      return undefined
    }

    const known = this.update(presence, keys)

    if (known != null) {
      return known
    }

    const identity = this.open(presence.publicKey, introducer, now)

    if (identity == null) {
      return undefined
    }

    const session = createKnownSession(presence, keys, identity.rate)
    identity.claimed = [...identity.claimed, session].sort(byAge).slice(-MAX_CLAIMED_SESSIONS)

    return identity.claimed.includes(session) ? session : undefined
  }

  /**
   * A message of a session itself has arrived, with its verified presence: all older
   * sessions of the identity are stale from now on. Returns the session unless it is
   * stale itself, or its identity is turned away.
   *
   * @param presence
   * @param keys - that it was verified with
   * @param carrier - public key of the member that brought the message, or undefined if it was the session itself
   * @param now - ms
   */
  meet (presence: SignedPresence, keys: GroupKeys, carrier: string | undefined, now: number): KnownSession | undefined {
    if (this.isStale(presence) || !this.mayTakePart(presence.publicKey)) {
      return undefined
    }

    const identity = this.open(presence.publicKey, carrier, now)

    if (identity == null) {
      return undefined
    }

    const session = this.update(presence, keys) ?? createKnownSession(presence, keys, identity.rate)
    this.raiseFloor(identity, session)

    return session
  }

  /**
   * A message of a session itself has arrived for the first time, with its verified
   * presence, which may name new addresses: the one that it sent last counts
   *
   * @param known - the session
   * @param presence - its own
   * @param keys - that it was verified with
   * @param sequence - of the message
   */
  renew (known: KnownSession, presence: SignedPresence, keys: GroupKeys, sequence: bigint): void {
    if (known.keys === keys && sequence > known.presenceSequence) {
      known.presence = presence
      known.presenceSequence = sequence
    }
  }

  /**
   * A session asks who is in the call, with its verified presence. It is in no call
   * itself, so it makes no other session of its identity stale, and none makes it so:
   * people look from one device while they talk on another. Nobody else can bring the
   * question.
   */
  look (presence: SignedPresence, keys: GroupKeys, now: number): KnownSession {
    const known = this.lookUp(presence.publicKey, presence.session)

    if (known != null) {
      return known
    }

    const identity = this.visit(presence.publicKey, now)
    identity.looker = createKnownSession(presence, keys, identity.rate)

    return identity.looker
  }

  /** A session has left. One that was only claimed makes no older session stale */
  forget ({ publicKey, session }: SignedPresence): void {
    const known = this.lookUp(publicKey, session)

    if (known != null) {
      known.left = true
      this.keep(publicKey)
    }
  }

  /** Starts a new epoch, in which only these sessions' identities are known */
  startEpoch (keys: GroupKeys, staying: SignedPresence[]): void {
    const publicKeys = staying.map(({ publicKey }) => publicKey)

    this.keys = keys
    ;[...this.identities.keys()].filter(publicKey => !publicKeys.includes(publicKey)).forEach(publicKey => { this.identities.delete(publicKey) })
    this.keptCount = [...this.identities.values()].filter(({ kept }) => kept).length
  }

  private lookUp (publicKey: string, session: string): KnownSession | undefined {
    const { floor, claimed = [], looker } = this.identities.get(publicKey) ?? {}

    return [floor, ...claimed, looker].find(known => known?.presence.session === session)
  }

  /** Returns the session if it is known. Its presence is kept, until it signs another one for a new epoch */
  private update (presence: SignedPresence, keys: GroupKeys): KnownSession | undefined {
    const known = this.lookUp(presence.publicKey, presence.session)

    if (known != null && known.keys !== keys && keys === this.keys && known.sessionKey === hexKeyOf(presence)) {
      known.presence = presence
      known.keys = keys
    }

    return known
  }

  private raiseFloor (identity: KnownIdentity, session: KnownSession): void {
    identity.floor = session
    identity.claimed = identity.claimed.filter(({ presence }) => presence.session > session.presence.session)
  }

  /** Returns an identity, unless it is a new one and is turned away */
  private open (publicKey: string, introducer: string | undefined, now: number): KnownIdentity | undefined {
    if (introducer == null) {
      return this.visit(publicKey, now)
    }

    const known = this.identities.get(publicKey)

    if (known == null && !(this.init.isMember(publicKey) && mayIntroduce(introducer, [...this.identities.values()]))) {
      return undefined
    }

    return this.put(publicKey, known ?? { introducer, kept: false, rate: createRate(now), claimed: [] })
  }

  /** An identity speaks for itself, over a path of its own: it takes nobody's share any longer */
  private visit (publicKey: string, now: number): KnownIdentity {
    const identity = this.put(publicKey, this.identities.get(publicKey) ?? { kept: false, rate: createRate(now), claimed: [] })
    identity.introducer = undefined

    if (this.init.isParticipant(publicKey)) {
      this.keep(publicKey)
    }

    const oldest = visitorToForget(this.identities, key => key === publicKey || this.init.isParticipant(key))

    if (oldest != null) {
      this.identities.delete(oldest)
    }

    return identity
  }

  /** Returns whether what an identity does in the call can be remembered afterwards */
  private mayTakePart (publicKey: string): boolean {
    return this.identities.get(publicKey)?.kept === true || this.init.isParticipant(publicKey) || this.keptCount < MAX_KEPT
  }

  /** Remembers an identity for the whole epoch */
  private keep (publicKey: string): void {
    const identity = this.identities.get(publicKey)

    if (identity?.kept === false) {
      identity.kept = true
      this.keptCount++
    }
  }

  private put (publicKey: string, identity: KnownIdentity): KnownIdentity {
    this.identities.delete(publicKey)
    this.identities.set(publicKey, identity)

    return identity
  }
}

function createRate (now: number): TokenBucket {
  return new TokenBucket(MESSAGES_PER_SECOND, MESSAGE_BURST, now)
}

function createKnownSession (presence: SignedPresence, keys: GroupKeys, rate: TokenBucket): KnownSession {
  return { presence, sessionKey: hexKeyOf(presence), sequence: new SequenceWindow(), rate, keys, presenceSequence: 0n, left: false }
}

function byAge (a: KnownSession, b: KnownSession): number {
  return a.presence.session < b.presence.session ? -1 : 1
}
