import { toString } from 'uint8arrays/to-string'
import { handleLinkMessage } from './mesh-signaling.ts'
import type { Emit } from './call-events.ts'
import type { CallLog } from './call-log.ts'
import type { CallContacts } from './protocol/identity-pinning.ts'
import type { ParticipantRecord } from './protocol/participants.ts'
import type { Answer, Effect } from './protocol/types.ts'
import type { Voices } from './voices.ts'
import type { Group, RosterChange } from '../group/index.ts'
import type { GroupCallMesh } from '../mesh/index.ts'
import type { Signaling, SignedPresence } from '../signaling/index.ts'
import type { Logger } from '@libp2p/interface'

/** What a call does about itself, besides what its parts do */
export interface EffectTarget {
  /** Opens the microphone and starts the mesh */
  enter(participants: string[]): void
  /** Derives the keys of a new epoch; resolves when messages are sealed for it */
  changeKeys(group: Group, staying: SignedPresence[]): Promise<void>
  changeRoster(change: RosterChange): Promise<void>
  /** The group has changed, and is being searched for under its present keys */
  adopted(renewed: boolean, bearer?: SignedPresence): void
  /** Asks a member to let us in */
  ask(member: SignedPresence): void
  /** Called when a participant has gone; `left` if it won't return in this session */
  parted(record: ParticipantRecord, left: boolean): void
  /** A member has answered our request to be let in; `sessionKey` has 64 hex digits, here and below */
  answered(sessionKey: string, answer: Answer): void
  /** We have not let a session in */
  turnedAway(sessionKey: string): void
  /** Starts a session newer than another one of ours, and asks a member again */
  renewSession(above: SignedPresence, member: SignedPresence): void
  /** What a participant's clock shows, in ms since the Unix epoch */
  clock(publicKey: string, time: number): void
  end(error: Error): void
}

export interface EffectRunnerInit {
  target: EffectTarget
  mesh: GroupCallMesh
  signaling: Signaling
  voices: Voices
  contacts?: CallContacts
  emit: Emit
  callLog: CallLog
  log: Logger
}

/** Does what the protocol of a call wants done */
export class EffectRunner {
  private readonly init: EffectRunnerInit
  /** Resolves when the keys are those of the present epoch */
  private keysChanged: Promise<void> = Promise.resolve()

  constructor (init: EffectRunnerInit) {
    this.init = init
  }

  run (effect: Effect): void {
    const { target, mesh, signaling, voices, contacts, callLog, log } = this.init
    callLog.effect(effect)

    switch (effect.type) {
      case 'send':
        if (effect.direct === true) {
          signaling.sendDirectly(effect.to, effect.message)
        } else {
          signaling.send(effect.to, effect.message)
        }

        break
      case 'hand-on':
        signaling.handOn(effect.to, effect.frame)
        break
      case 'enter':
        target.enter(effect.participants)
        break
      case 'connect':
        mesh.handleParticipantJoined(effect.publicKey)
        break
      case 'disconnect':
        this.disconnect(effect)
        break
      case 'link-message':
        handleLinkMessage(mesh, effect.publicKey, effect.message)
        break
      case 'open-channel':
        signaling.openChannel(effect.presence, frame => mesh.getLink(effect.presence.publicKey)?.send(frame) ?? false)
        break
      case 'close-channel':
        signaling.closeChannel(effect.presence)
        break
      case 'mute':
        if (effect.muted) {
          mesh.microphone?.mute()
        } else {
          mesh.microphone?.unmute()
        }

        break
      case 'hold':
        voices.hold(effect.publicKey)
        break
      case 'release':
        voices.release(effect.publicKey)
        break
      case 'carry':
        voices.carry(effect.to, effect.voices)
        break
      case 'meet':
        contacts?.meet?.(effect.publicKey, effect.name)
        break
      case 'trust':
        contacts?.trust?.(effect.publicKey, effect.name, effect.options)
        break
      case 'change-keys':
        this.keysChanged = target.changeKeys(effect.group, effect.staying)
        break
      case 'adopted':
        this.keysChanged.then(() => { target.adopted(effect.renewed, effect.bearer) }, err => { log.error('could not go on in the new epoch - %e', err) })
        break
      case 'add-members':
        target.changeRoster({ add: effect.publicKeys }).catch(err => { log.error('nobody was let in - %e', err) })
        break
      case 'ask':
        target.ask(effect.member)
        break
      case 'answered':
        target.answered(hex(effect.presence.sessionKey), effect.answer)
        break
      case 'turned-away':
        target.turnedAway(hex(effect.presence.sessionKey))
        break
      case 'renew-session':
        target.renewSession(effect.above, effect.member)
        break
      case 'clock':
        target.clock(effect.publicKey, effect.time)
        break
      case 'emit':
        this.init.emit(effect.event, effect.detail)
        break
      case 'end':
        target.end(effect.error)
        break
      default:
        // `drop` concerns the peer that delivered the message, and `goodbye` the participant that leaves
    }
  }

  private disconnect ({ record, left }: Effect & { type: 'disconnect' }): void {
    const { mesh, signaling, voices } = this.init
    const { presence } = record

    signaling.closeChannel(presence)

    if (left) {
      signaling.forget(presence)
    }

    mesh.handleParticipantLeft(presence.publicKey)
    voices.remove(record)
    this.init.target.parted(record, left)
  }
}

function hex (bytes: Uint8Array): string {
  return toString(bytes, 'base16')
}
