import type { MutableParticipant } from './participant.ts'
import type { Contact, ContactCheck } from '../contacts/index.ts'
import type { GroupCallMesh } from '../mesh/index.ts'

/** What a call asks of contacts, and what it tells them; a `ContactBook` is one */
export interface CallContacts {
  /** How a key that comes under a name fits what is known */
  check(publicKey: string, name: string): ContactCheck
  /** Somebody is connected, and nothing is wrong with their key */
  meet?(publicKey: string, name: string): void
  /** The user says that a key belongs to the named person */
  trust?(publicKey: string, name: string, options?: TrustOptions): void
  /** What was answered before may be answered otherwise from now on */
  addEventListener?(type: 'change', listener: () => void): void
  removeEventListener?(type: 'change', listener: () => void): void
}

export interface TrustOptions {
  /**
   * The key that was known under the name was lost or stolen: it is not accepted
   * any more
   *
   * @default false, since people have several devices
   */
  forgetOthers?: boolean
}

export interface HeldInit {
  contacts?: CallContacts
  mesh: Pick<GroupCallMesh, 'withhold' | 'release'>
  others: ReadonlyMap<string, MutableParticipant>
  /** Somebody who was in the call already is held from now on */
  onHeld(participant: MutableParticipant): void
  onUpdate(participant: MutableParticipant): void
  /** A track that was kept back may be heard */
  onTrack(participant: MutableParticipant, track: MediaStreamTrack): void
}

/**
 * Who is held: the key of a known name is another one, so nothing is said to them
 * and nothing heard of them until the user decides. Their link may come up
 * meanwhile.
 */
export class Held {
  private readonly init: HeldInit
  /** What came of them, to be heard when they are trusted */
  private readonly tracks = new Map<string, MediaStreamTrack>()
  /** Key and namesake that the user has accepted in this call, whatever the contacts make of it */
  private readonly accepted = new Set<string>()
  /** Who was new in this call stays so for as long as it lasts */
  private readonly met = new Set<string>()

  constructor (init: HeldInit) {
    this.init = init
    this.onChange = this.onChange.bind(this)
    init.contacts?.addEventListener?.('change', this.onChange)
  }

  stop (): void {
    this.init.contacts?.removeEventListener?.('change', this.onChange)
  }

  /**
   * Sees who somebody is by key and name: a newcomer, or one who calls itself
   * otherwise now.
   *
   * @returns whether it is held from now on, and was not before
   */
  assess (participant: MutableParticipant): boolean {
    const { publicKey, name } = participant
    const { standing, contact, namesake } = this.init.contacts?.check(publicKey, name) ?? { standing: 'new' }

    participant.verified = contact?.verified === true

    // another name does not free it: the user is being asked
    if (participant.held) {
      return false
    }

    participant.contact = standing === 'known' && this.met.has(publicKey) ? 'new' : standing
    participant.knownAs = standing === 'renamed' ? contact?.name : undefined

    if (namesake == null || this.accepted.has(pairOf(publicKey, namesake))) {
      return false
    }

    this.hold(participant, namesake)

    return true
  }

  /** Keeps back the track of somebody who is held; returns false for anybody else's */
  keep (participant: MutableParticipant, track: MediaStreamTrack): boolean {
    if (participant.held) {
      this.tracks.set(participant.publicKey, track)
    }

    return participant.held
  }

  /** Somebody's link is up */
  meet ({ publicKey, name, held, contact }: MutableParticipant): void {
    if (held) {
      return
    }

    if (contact === 'new') {
      this.met.add(publicKey)
    }

    this.init.contacts?.meet?.(publicKey, name)
  }

  /** The user has checked whose key it is. Harmless for who is not held */
  trust (publicKey: string, options?: TrustOptions): void {
    const participant = this.init.others.get(publicKey)
    const namesake = participant?.namesake

    if (participant == null || namesake == null) {
      return
    }

    this.accepted.add(pairOf(publicKey, namesake))
    participant.held = false
    participant.namesake = undefined
    this.init.contacts?.trust?.(publicKey, namesake.name, options)

    // it may have taken another known name meanwhile; contacts that tell of changes have looked already
    if (this.assess(participant)) {
      this.init.onHeld(participant)
    }

    if (!participant.held) {
      this.release(participant)
      this.init.onUpdate(participant)
    }
  }

  /** Somebody has left */
  remove (publicKey: string): void {
    this.tracks.delete(publicKey)
    this.init.mesh.release(publicKey)
  }

  private hold (participant: MutableParticipant, namesake: Contact): void {
    const { publicKey, audio } = participant

    participant.held = true
    participant.namesake = namesake
    this.init.mesh.withhold(publicKey)

    if (audio != null) {
      audio.stop()
      this.tracks.set(publicKey, audio.track)
      participant.audio = undefined
      participant.speaking = false
    }
  }

  private release (participant: MutableParticipant): void {
    const { publicKey } = participant
    const track = this.tracks.get(publicKey)

    this.tracks.delete(publicKey)
    this.init.mesh.release(publicKey)

    if (track != null) {
      this.init.onTrack(participant, track)
    }
  }

  private onChange (): void {
    for (const participant of this.init.others.values()) {
      const before = { ...participant }

      if (this.assess(participant)) {
        this.init.onHeld(participant)
      } else if (before.verified !== participant.verified || before.contact !== participant.contact || before.knownAs !== participant.knownAs) {
        this.init.onUpdate(participant)
      }
    }
  }
}

function pairOf (publicKey: string, { publicKey: namesake }: Contact): string {
  return `${publicKey} ${namesake}`
}
