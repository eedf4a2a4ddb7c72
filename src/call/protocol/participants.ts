import { toString } from 'uint8arrays/to-string'
import type { Contact, ContactStanding } from '../../contacts/index.ts'
import type { LinkState, Quality } from '../../link/index.ts'
import type { AudioReceiver } from '../../media/index.ts'
import type { LinkQuality } from '../../mesh/index.ts'
import type { SignedPresence } from '../../signaling/index.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Another participant in the call, as it is now */
export interface Participant {
  /** 64 lower-case hex digits */
  readonly publicKey: string
  /** What the person calls themself; may be empty, and proves nothing */
  readonly name: string
  /** A new one for each join */
  readonly session: string
  /** Where it can be dialled, by its own account */
  readonly addresses: Multiaddr[]
  readonly muted: boolean
  /** Has no microphone, and only listens */
  readonly listenOnly: boolean
  readonly speaking: boolean
  /** Has raised its hand, and wants to speak */
  readonly handRaised: boolean
  readonly linkState: LinkState
  /** Others in the call hear it, but we haven't been able to connect to it for a while; still trying */
  readonly unlinked: boolean
  readonly quality?: LinkQuality
  /** The state of its own links by public key, by its own account: together they are the matrix of who hears whom */
  readonly links: ReadonlyMap<string, LinkState>
  /** Public key of the participant through which this one and the local one hear each other while they have no link, see `CallInit.carried` */
  readonly carrier?: string
  /** The pairs that hear each other through this participant, by its own account: two public keys each */
  readonly carries: ReadonlyArray<readonly [string, string]>
  /** What is heard of this participant once its track has come; undefined while it is on hold */
  readonly audio?: AudioReceiver
  /** How its key fits the contacts of the call; `new` in a call without contacts */
  readonly contact: ContactStanding
  /** Its key was verified by comparing the pair's number */
  readonly verified: boolean
  /** The name under which the key is known, when the participant uses another one */
  readonly knownAs?: string
  /**
   * Its key is not the one known under its name: nothing is sent to it and nothing of
   * it is played, voice or chat, until `call.trust()`
   */
  readonly onHold: boolean
  /** Whose name it uses, while it is on hold */
  readonly namesake?: Contact
}

/** All that the protocol knows of a participant */
export type ParticipantRecord = { -readonly [Key in keyof Omit<Participant, 'links'>]: Participant[Key] } & {
  links: Map<string, LinkState>
  presence: SignedPresence
  /** 64 lower-case hex digits of the session key */
  readonly sessionKey: string
  /** The quality of its links by public key, by its own account */
  qualities: ReadonlyMap<string, Quality>
  /** What it sends us is a mix of its voice and those that it carries: only it knows when it speaks */
  mixed: boolean
  /** The presence is signed for the current epoch, so it can be passed on */
  introducible: boolean
  /** When `links` came, in ms */
  linksAt?: number
  /** A message of its own has come. Until then others have only claimed that it is in the call */
  met: boolean
  /** It holds its place, by its own account, see `Places` */
  settled: boolean
  /** It says that it has no place for us */
  refusing: boolean
  /** How many are in the call, by its own account; undefined until it says so */
  count?: number
  /** Public keys of the participants that it has heard of, or is about to */
  readonly knows: Set<string>
  /** Public keys of the participants that we have told about it */
  readonly introducedTo: Set<string>
  /** Public keys of the participants to tell of it once it is introducible */
  readonly owed: Set<string>
}

/** The one list of the other participants, by public key */
export class Participants {
  private readonly records = new Map<string, ParticipantRecord>()

  get size (): number {
    return this.records.size
  }

  get publicKeys (): string[] {
    return [...this.records.keys()]
  }

  get list (): ParticipantRecord[] {
    return [...this.records.values()]
  }

  /** Public keys of the participants that have sent a message: others may be invented */
  get met (): string[] {
    return this.list.filter(({ met }) => met).map(({ publicKey }) => publicKey)
  }

  has (publicKey: string): boolean {
    return this.records.has(publicKey)
  }

  get (publicKey: string): ParticipantRecord | undefined {
    return this.records.get(publicKey)
  }

  /** Returns the presences of those of these that are participants */
  presencesOf (publicKeys: string[]): SignedPresence[] {
    return publicKeys.map(publicKey => this.records.get(publicKey)?.presence).filter(presence => presence != null)
  }

  /** Returns the participant with this session key (64 hex digits) */
  bySessionKey (sessionKey: string): ParticipantRecord | undefined {
    return this.list.find(record => record.sessionKey === sessionKey)
  }

  /** Adds a participant; `knows` are the public keys of participants that it already knows */
  add (presence: SignedPresence, init: Pick<ParticipantRecord, 'met' | 'introducible'> & { knows: string[] }): ParticipantRecord {
    const { publicKey, name, session, addresses, sessionKey } = presence
    const record: ParticipantRecord = {
      publicKey,
      name,
      session,
      addresses,
      presence,
      sessionKey: toString(sessionKey, 'base16'),
      muted: false,
      listenOnly: false,
      speaking: false,
      handRaised: false,
      linkState: 'new',
      unlinked: false,
      links: new Map(),
      qualities: new Map(),
      carries: [],
      contact: 'new',
      verified: false,
      onHold: false,
      mixed: false,
      settled: false,
      refusing: false,
      introducedTo: new Set(),
      owed: new Set(),
      ...init,
      knows: new Set(init.knows)
    }
    // what others said of the death of an earlier session
    this.records.forEach(({ links }) => {
      if (links.get(publicKey) === 'closed') {
        links.delete(publicKey)
      }
    })
    this.records.set(publicKey, record)

    return record
  }

  setLinkState (publicKey: string, state: LinkState): ParticipantRecord | undefined {
    const record = this.records.get(publicKey)

    if (record != null) {
      record.linkState = state
    }

    return record
  }

  remove (publicKey: string): ParticipantRecord | undefined {
    const record = this.records.get(publicKey)

    this.records.delete(publicKey)
    this.records.forEach(other => {
      other.knows.delete(publicKey)
      other.introducedTo.delete(publicKey)
      other.owed.delete(publicKey)
    })

    return record
  }
}
