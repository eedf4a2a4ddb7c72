import { ForgedMessageError } from '../errors.ts'
import { isOver } from '../mesh/index.ts'
import { handleLinkMessage, isDescribable } from './mesh-signaling.ts'
import type { Admission } from './admission.ts'
import type { Emit } from './call-events.ts'
import type { CallIds } from './call-ids.ts'
import type { Door } from './door.ts'
import type { IdentitySignaling, IdentitySignalingEvents } from './identity-signaling.ts'
import type { People } from './people.ts'
import type { Roll } from './roll.ts'
import type { CallState, GroupCallMesh } from '../mesh/index.ts'
import type { Forgery, SignalMessage, SignedPresence } from '../signaling/index.ts'
import type { Logger } from '@libp2p/interface'

export interface ReceptionInit {
  publicKey: string
  signaling: IdentitySignaling
  mesh: GroupCallMesh
  people: People
  admission: Admission
  roll: Roll
  door: Door
  callIds: CallIds
  state(): CallState
  /** A member has told so many owners that we wait */
  onWait(from: string, owners: number, presence: SignedPresence): void
  /** The same identity is in the call from somewhere else */
  onOwnIdentity(presence: SignedPresence): void
  emit: Emit
  log: Logger
}

/** Takes what comes in, whose signature and seal have been checked, to whom it concerns */
export class Reception {
  private readonly init: ReceptionInit

  constructor (init: ReceptionInit) {
    this.init = init
  }

  /** Until signaling stops */
  start (): void {
    const { signaling, log } = this.init

    signaling.addEventListener('message', ({ detail }) => {
      try {
        this.onMessage(detail)
      } catch (err) {
        // whatever others say must not end the call
        log.error('could not handle a message - %e', err)
      }
    })
    signaling.addEventListener('forged', ({ detail }) => { this.onForged(detail) })
    signaling.addEventListener('gone', ({ detail: { publicKey, session } }) => { this.onGone(publicKey, session) })
  }

  private onMessage ({ from, presence, callId, message, frame }: IdentitySignalingEvents['message']['detail']): void {
    const { publicKey, mesh, admission, roll, state, onOwnIdentity, onWait } = this.init

    if (isOver(state())) {
      return
    }

    if (from === publicKey) {
      onOwnIdentity(presence)
      return
    }

    mesh.markAlive(from)

    switch (message.type) {
      case 'join':
        admission.onJoin(presence, callId, message)
        break
      case 'welcome':
        admission.onWelcome(presence, callId, message)
        break
      case 'refuse':
        admission.onRefuse(from, message.reason)
        break
      case 'look':
        admission.onLook(presence)
        break
      case 'roster':
        roll.receive(from, message.roster, message.secret)
        break
      case 'wait':
        onWait(from, message.owners, presence)
        break
      case 'present':
        // an answer to a question that was not asked here
        break
      default:
        this.onParticipantMessage(presence, callId, message, frame)
    }
  }

  private onParticipantMessage (presence: SignedPresence, callId: string, message: SignalMessage, frame: Uint8Array): void {
    const { signaling, mesh, people, admission, door, callIds } = this.init
    const from = presence.publicKey

    const calls = people.get(from)?.session !== presence.session && isCall(message)

    if (calls) {
      admission.letInCaller(presence, callId)
    }

    if (message.type === 'leave') {
      admission.onLeave(from, frame)
      return
    }

    if (people.get(from) == null) {
      // it may have been in the call a moment ago
      signaling.drop('unexpected')
      return
    }

    callIds.merge(callId, false)

    if (calls && message.type === 'restart') {
      // its link has just been made
      return
    }

    if (message.type === 'knock') {
      door.onKnock(message.presence, message.ticket, from)
    } else if (!handleLinkMessage(mesh, from, message)) {
      this.onNews(from, message)
    }
  }

  /** What a participant tells of itself */
  private onNews (from: string, message: SignalMessage): void {
    const { people, admission, emit } = this.init

    people.with(from, participant => {
      if (message.type === 'state') {
        people.update(participant, message.state)
        admission.compareRosters(from, message.state)
        admission.repair(participant, message.state)
      } else if (message.type === 'links') {
        participant.links = new Map(message.links.map(link => [link.participant, link.state]))
        emit('participant:update', participant)
      } else if (message.type === 'chat' && !participant.held) {
        emit('message', { participant, text: message.text })
      }
    })
  }

  /** Of those who are in the call the user shall know; all are counted */
  private onForged ({ sender, carrier }: Forgery): void {
    const { people, emit } = this.init

    people.with(sender, participant => {
      const by = people.bySession(carrier)
      emit('problem', { participant, error: new ForgedMessageError(by === participant ? undefined : by) })
    })
  }

  /** The session of somebody has ended, as far as the network can tell */
  private onGone (publicKey: string, session: string): void {
    const { people } = this.init

    people.with(publicKey, participant => {
      if (participant.session === session && participant.linkState !== 'connected') {
        people.remove(publicKey, true)
      }
    })
  }
}

/**
 * Whether somebody takes us for a participant: the news of it was overtaken, or there
 * was no room when it came. What no description can be made of is no reason to let
 * anybody in.
 */
function isCall (message: SignalMessage): boolean {
  return message.type === 'restart' || (message.type === 'offer' && isDescribable(message.parameters))
}
