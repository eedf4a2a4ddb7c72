import { shortKey } from '../../keys/index.ts'
import { AudioReceiver } from '../media/index.ts'
import type { Emit } from './call-events.ts'
import type { ParticipantRecord, Participants } from './protocol/participants.ts'
import type { GroupCallMesh } from '../mesh/index.ts'
import type { Logger } from '@libp2p/interface'

export interface VoicesInit {
  participants: Participants
  mesh: Pick<GroupCallMesh, 'carry' | 'withhold' | 'release'>
  emit: Emit
  log: Logger
}

/** What is heard of the participants. The track of a participant that is held is kept back */
export class Voices {
  private readonly init: VoicesInit
  private readonly heldBack = new Map<string, MediaStreamTrack>()
  /** Public keys of the participants whose voices are mixed into what is sent to a participant */
  private readonly carried = new Map<string, string[]>()

  constructor (init: VoicesInit) {
    this.init = init
  }

  onTrack (publicKey: string, track: MediaStreamTrack): void {
    const record = this.init.participants.get(publicKey)

    if (record?.onHold === true) {
      this.heldBack.set(publicKey, track)
    } else if (record != null) {
      this.play(record, track)
    }
  }

  /** Sends a participant no audio, and stops what is heard of it */
  hold (publicKey: string): void {
    const record = this.init.participants.get(publicKey)
    this.init.mesh.withhold(publicKey)

    if (record?.audio != null) {
      record.audio.stop()
      this.heldBack.set(publicKey, record.audio.track)
      record.audio = undefined
      record.speaking = false
    }
  }

  release (publicKey: string): void {
    const record = this.init.participants.get(publicKey)
    const track = this.heldBack.get(publicKey)

    this.heldBack.delete(publicKey)
    this.init.mesh.release(publicKey)

    if (record != null && track != null) {
      this.play(record, track)
    }
  }

  /** Mixes the voices of these participants into what another one is sent */
  carry (to: string, voices: string[]): void {
    if (voices.length === 0) {
      this.carried.delete(to)
    } else {
      this.carried.set(to, voices)
    }

    this.mix(to)
  }

  /** A participant has left the call */
  remove ({ publicKey, audio }: ParticipantRecord): void {
    this.heldBack.delete(publicKey)
    this.init.mesh.release(publicKey)
    audio?.stop()
  }

  stop (): void {
    this.init.participants.list.forEach(({ audio }) => { audio?.stop() })
  }

  private play (record: ParticipantRecord, track: MediaStreamTrack): void {
    const { emit, log } = this.init

    record.audio?.stop()
    const audio = new AudioReceiver(track, { log })
    record.audio = audio
    audio.addEventListener('speaking:change', () => {
      // of a mix, only the participant itself knows
      if (!record.mixed && record.carrier == null) {
        record.speaking = audio.speaking
        emit('participant:update', record)
      }
    })
    this.carried.forEach((voices, to) => {
      if (voices.includes(record.publicKey)) {
        this.mix(to)
      }
    })
    log('play the voice of %s', shortKey(record.publicKey))
    emit('track', { participant: record, track })
  }

  private mix (to: string): void {
    const { mesh, participants } = this.init

    mesh.carry(to, (this.carried.get(to) ?? []).map(publicKey => participants.get(publicKey)?.audio).filter(audio => audio != null))
  }
}
