import { toString } from 'uint8arrays/to-string'
import type { Contact, ContactStanding } from '../contacts/index.ts'
import type { LinkState } from '../link/index.ts'
import type { AudioReceiver } from '../media/index.ts'
import type { LinkQuality } from '../mesh/index.ts'
import type { SignedPresence } from '../signaling/index.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Somebody else in the call, as it is now */
export interface Participant {
  /** 64 lower-case hex digits */
  readonly publicKey: string
  /** What the person calls themself; may be empty, and is no proof of anything */
  readonly name: string
  /** A new one for each join */
  readonly session: string
  /** Where it said that it can be dialled */
  readonly addresses: Multiaddr[]
  readonly muted: boolean
  /** Without a microphone: listens only */
  readonly listening: boolean
  readonly speaking: boolean
  readonly linkState: LinkState
  readonly quality?: LinkQuality
  /** How its own links are, by public key, as it says: who hears whom */
  readonly links: ReadonlyMap<string, LinkState>
  /** What is heard of this participant, from when its track has come; nothing while it is held */
  readonly audio?: AudioReceiver
  /** How its key fits the contacts of the call; `new` in a call without contacts */
  readonly contact: ContactStanding
  /** Its key was verified by the pair's number */
  readonly verified: boolean
  /** Under which name it is known, when it calls itself otherwise */
  readonly knownAs?: string
  /**
   * Its key is not the one that is known under its name: nothing is said to it and
   * nothing heard of it, voice or chat, until `call.trust()`
   */
  readonly held: boolean
  /** Whose name it came under, while it is held */
  readonly namesake?: Contact
}

/** The same, for whoever changes it */
export type MutableParticipant = { -readonly [Key in keyof Participant]: Participant[Key] } & { readonly sessionKey: string }

/**
 * Whether one of those whom we hear says that it hears a participant, too. What the
 * others have said is of the past.
 */
export function isHeardByOthers (publicKey: string, participants: Array<Pick<Participant, 'publicKey' | 'linkState' | 'links'>>): boolean {
  return participants.some(other => other.publicKey !== publicKey && other.linkState === 'connected' && other.links.get(publicKey) === 'connected')
}

/** Somebody who has just come */
export function createParticipant (presence: SignedPresence): MutableParticipant {
  return {
    publicKey: presence.publicKey,
    name: presence.name,
    session: presence.session,
    addresses: presence.addresses,
    sessionKey: toString(presence.sessionKey, 'base16'),
    muted: false,
    listening: false,
    speaking: false,
    linkState: 'new',
    links: new Map(),
    contact: 'new',
    verified: false,
    held: false
  }
}
