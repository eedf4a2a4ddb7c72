import { AudioReceiver } from '../media/index.ts'
import { Held } from './held.ts'
import { createParticipant } from './participant.ts'
import type { Emit } from './call-events.ts'
import type { CallContacts, TrustOptions } from './held.ts'
import type { IdentitySignaling } from './identity-signaling.ts'
import type { Membership } from './membership.ts'
import type { MutableParticipant, Participant } from './participant.ts'
import type { GroupCallMesh } from '../mesh/index.ts'
import type { ParticipantState, SignedPresence } from '../signaling/index.ts'
import type { Logger } from '@libp2p/interface'

export interface PeopleInit {
  mesh: Pick<GroupCallMesh, 'handleParticipantLeft' | 'withhold' | 'release'>
  signaling: Pick<IdentitySignaling, 'closeChannel' | 'forget'>
  membership: Membership
  contacts?: CallContacts
  emit: Emit
  log: Logger
}

/** The others in a call: who they are, what they say of themselves, and what is heard of them */
export class People {
  private readonly init: PeopleInit
  private readonly held: Held
  private readonly present = new Map<string, MutableParticipant>()

  constructor (init: PeopleInit) {
    this.init = init
    this.held = new Held({
      contacts: init.contacts,
      mesh: init.mesh,
      others: this.present,
      onHeld: participant => { this.tellHeld(participant) },
      onUpdate: participant => { init.emit('participant:update', participant) },
      onTrack: (participant, track) => { this.onTrack(participant, track) }
    })
  }

  /** By public key */
  get others (): ReadonlyMap<string, MutableParticipant> {
    return this.present
  }

  get list (): Participant[] {
    return [...this.present.values()]
  }

  get (publicKey: string): MutableParticipant | undefined {
    return this.present.get(publicKey)
  }

  /** Whose session key it is, as 64 hex digits */
  bySession (sessionKey: string): MutableParticipant | undefined {
    return [...this.present.values()].find(other => other.sessionKey === sessionKey)
  }

  /** Does something about a participant; nothing when they are not in the call any more */
  with (publicKey: string, handle: (participant: MutableParticipant) => void): void {
    const participant = this.present.get(publicKey)

    if (participant != null) {
      handle(participant)
    }
  }

  add (presence: SignedPresence): void {
    const participant = createParticipant(presence)
    const held = this.held.assess(participant)
    this.present.set(presence.publicKey, participant)
    this.init.emit('participant:join', participant)

    if (held) {
      this.tellHeld(participant)
    }
  }

  /** `forget`: its session does not come back */
  remove (publicKey: string, forget: boolean): void {
    const { mesh, signaling, membership, emit } = this.init

    this.with(publicKey, participant => {
      signaling.closeChannel(publicKey, participant.sessionKey)

      if (forget) {
        signaling.forget(publicKey)
      }

      this.present.delete(publicKey)
      membership.leave(publicKey)
      mesh.handleParticipantLeft(publicKey)
      this.held.remove(publicKey)
      participant.audio?.stop()
      participant.linkState = 'closed'
      emit('participant:leave', participant)
    })
  }

  /** What a participant says of itself */
  update (participant: MutableParticipant | undefined, { muted, listening, name }: ParticipantState): void {
    if (participant == null || (participant.muted === muted && participant.listening === listening && participant.name === name)) {
      return
    }

    Object.assign(participant, { muted, listening, name })
    const held = this.held.assess(participant)
    this.init.emit('participant:update', participant)

    if (held) {
      this.tellHeld(participant)
    }
  }

  /** The link to a participant is up */
  meet (participant: MutableParticipant): void {
    this.held.meet(participant)
  }

  trust (publicKey: string, options?: TrustOptions): void {
    this.held.trust(publicKey, options)
  }

  onTrack (participant: MutableParticipant, track: MediaStreamTrack): void {
    const { emit, log } = this.init

    if (this.held.keep(participant, track)) {
      return
    }

    participant.audio?.stop()
    const audio = new AudioReceiver(track, { log })
    participant.audio = audio
    audio.addEventListener('speaking:change', () => {
      participant.speaking = audio.speaking
      emit('participant:update', participant)
    })
    emit('track', { participant, track })
  }

  /** Nothing is heard of anybody any more */
  stop (): void {
    this.held.stop()
    this.present.forEach(({ audio }) => { audio?.stop() })
  }

  private tellHeld (participant: MutableParticipant): void {
    if (participant.namesake != null) {
      this.init.log('%s comes under the name of another key', participant.publicKey)
      this.init.emit('identity:changed', { participant, known: participant.namesake })
    }
  }
}
