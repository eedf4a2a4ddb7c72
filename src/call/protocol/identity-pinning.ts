import { setNewest } from '../../newest.ts'
import type { ProtocolContext } from './context.ts'
import type { ParticipantRecord } from './participants.ts'
import type { Contact, ContactCheck } from '../../contacts/index.ts'

/** Decisions of a user that one call remembers: more than people come and go in it */
const MAX_REMEMBERED = 64

/** What a call asks of contacts, and what it tells them; a `ContactBook` is one */
export interface CallContacts {
  /** Returns how a key that comes under a name fits what is known */
  check(publicKey: string, name: string): ContactCheck
  /** Called when a participant is connected whose key raises no doubt */
  meet?(publicKey: string, name: string): void
  /** Called when the user says that a key belongs to the named person */
  trust?(publicKey: string, name: string, options?: TrustOptions): void
  /** `change`: earlier answers may be different from now on */
  addEventListener?(type: 'change', listener: () => void): void
  removeEventListener?(type: 'change', listener: () => void): void
}

export interface TrustOptions {
  /**
   * The key that was known under the name was lost or stolen: it is no longer accepted
   *
   * @default false, because people have several devices
   */
  forgetOthers?: boolean
}

/**
 * Holds participants that use a known name with another key: nothing is sent to them
 * and nothing of them is played until the user decides. Their link may come up
 * meanwhile.
 */
export class IdentityPinning {
  private readonly context: ProtocolContext
  private readonly contacts?: CallContacts
  /** Keys and namesakes that the user has accepted in this call, whatever the contacts say */
  private readonly accepted = new Map<string, true>()
  /** Keys that were new in this call: they count as new until it ends */
  private readonly met = new Map<string, true>()

  constructor (context: ProtocolContext, contacts?: CallContacts) {
    this.context = context
    this.contacts = contacts
  }

  /** Checks a participant by key and name, when it joins or changes its name */
  assess (record: ParticipantRecord): void {
    const { publicKey, name } = record
    const { standing, contact, namesake } = this.contacts?.check(publicKey, name) ?? { standing: 'new' }

    record.verified = contact?.verified === true

    // another name doesn't release it: the user is being asked
    if (record.onHold) {
      return
    }

    record.contact = standing === 'known' && this.met.has(publicKey) ? 'new' : standing
    record.knownAs = standing === 'renamed' ? contact?.name : undefined

    if (namesake != null && !this.accepted.has(pairOf(publicKey, namesake))) {
      record.onHold = true
      record.namesake = namesake
      this.context.do({ type: 'hold', publicKey })
    }
  }

  /** Tells the user of a participant that {@link assess} holds, after the user was told of the participant */
  announce (record: ParticipantRecord): void {
    if (record.namesake != null) {
      this.context.emit('identity:changed', { participant: record, known: record.namesake })
    }
  }

  /** The link to a participant is up */
  meet ({ publicKey, name, onHold, contact }: ParticipantRecord): void {
    if (onHold) {
      return
    }

    if (contact === 'new') {
      setNewest(this.met, publicKey, true, MAX_REMEMBERED)
    }

    this.context.do({ type: 'meet', publicKey, name })
  }

  /** The user has checked whose key it is. Does nothing for a participant that isn't held */
  trust (publicKey: string, options?: TrustOptions): void {
    const record = this.context.participants.get(publicKey)
    const namesake = record?.namesake

    if (record == null || namesake == null) {
      return
    }

    setNewest(this.accepted, pairOf(publicKey, namesake), true, MAX_REMEMBERED)
    record.onHold = false
    record.namesake = undefined
    this.context.do({ type: 'trust', publicKey, name: namesake.name, options })

    // it may use another known name by now
    this.assess(record)

    if (record.onHold) {
      this.announce(record)
    } else {
      this.context.do({ type: 'release', publicKey })
      this.context.emit('participant:update', record)
    }
  }

  /** The contacts have changed */
  assessAll (): void {
    for (const record of this.context.participants.list) {
      const { onHold, verified, contact, knownAs } = record

      this.assess(record)

      if (record.onHold && !onHold) {
        this.announce(record)
      } else if (verified !== record.verified || contact !== record.contact || knownAs !== record.knownAs) {
        this.context.emit('participant:update', record)
      }
    }
  }
}

function pairOf (publicKey: string, { publicKey: namesake }: Contact): string {
  return `${publicKey} ${namesake}`
}
