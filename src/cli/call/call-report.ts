import { messageOf } from '../errors.ts'
import { groupEvent } from './group-events.ts'
import { AUDIBLE, ParticipantLog } from './status.ts'
import type { CallView, ParticipantStatus } from './events.ts'
import type { GroupCall, JoinProgress, Participant } from '../../index.ts'

export interface CallReportInit {
  view: CallView
  /** `performance.now()` at the start of the command */
  began: number
}

/** Reports what happens in a call, and the status of everybody in it, to a view */
export class CallReport {
  private readonly init: CallReportInit
  private readonly log = new ParticipantLog()
  /** Public keys of participants that are shown to have no direct connection */
  private readonly unlinked = new Set<string>()

  constructor (init: CallReportInit) {
    this.init = init
  }

  /** ms since the start of the command */
  get age (): number {
    return Math.round(performance.now() - this.init.began)
  }

  /** The participants that are, or have been, in the call */
  get participants (): ParticipantStatus[] {
    return this.log.all()
  }

  /**
   * @param call
   * @param joined - `performance.now()` at the start of the join
   */
  attach (call: GroupCall, joined: number): void {
    const { view } = this.init

    call.addEventListener('state', ({ detail }) => { view.show({ type: 'state', state: detail }) })
    call.addEventListener('participant:join', ({ detail }) => {
      this.log.add(detail)
      this.showParticipant('participant:join', detail)
    })
    call.addEventListener('participant:update', ({ detail }) => {
      // its voice comes in a mix, and it announces itself when it speaks
      if (detail.carrier != null && detail.speaking) {
        this.onHeard(detail, joined)
      }

      this.showParticipant('participant:update', detail)
    })
    call.addEventListener('participant:leave', ({ detail }) => { this.showParticipant('participant:leave', detail) })
    call.addEventListener('track', ({ detail: { participant } }) => { this.waitForSound(participant, joined) })
    call.addEventListener('quality', ({ detail: { participant, quality } }) => { this.log.measured(participant.publicKey, quality) })
    call.addEventListener('microphone', ({ detail }) => {
      view.show({ type: 'microphone', kind: detail.kind, listenOnly: detail.track == null, reason: detail.reason })

      if (detail.notice != null) {
        view.show({ type: 'problem', error: 'MicrophoneNotice', message: detail.notice })
      }
    })
    call.addEventListener('message', ({ detail: { participant: { publicKey, name }, text } }) => { view.show({ type: 'message', publicKey, name, text }) })
    call.addEventListener('hand', ({ detail: { publicKey, name, handRaised } }) => { view.show({ type: 'hand', publicKey, name, raised: handRaised }) })
    call.addEventListener('reaction', ({ detail: { participant: { publicKey, name }, reaction } }) => { view.show({ type: 'reaction', publicKey, name, reaction }) })
    call.addEventListener('limit', ({ detail }) => {
      view.show({ type: 'limit', participants: detail.participantCount, message: detail.message ?? `${detail.participantCount} participants: a call works well with up to that many` })
    })
    call.addEventListener('denied', ({ detail }) => { view.show({ type: 'denied', ...detail }) })
    call.addEventListener('clock', ({ detail }) => { view.show({ type: 'clock', ...detail }) })
    call.addEventListener('apart', ({ detail }) => { view.show({ type: 'apart', ...detail }) })
    call.addEventListener('takeover', () => { view.show({ type: 'takeover' }) })
    call.addEventListener('group', ({ detail }) => { view.show(groupEvent(detail)) })
  }

  showProgress ({ step, at, problem, count }: JoinProgress): void {
    this.init.view.show({ type: 'progress', step, at: this.age, sinceJoin: Math.round(at), problem, count })
  }

  showProblem (error: Error, participant?: Participant): void {
    this.init.view.show({ type: 'problem', error: error.name, message: messageOf(error), publicKey: participant?.publicKey, name: participant?.name })
  }

  showStatus (call: GroupCall): void {
    this.init.view.show({
      type: 'status',
      at: this.age,
      state: call.state,
      safetyCode: call.safetyCode,
      self: {
        publicKey: call.publicKey,
        name: call.name,
        muted: call.muted || call.microphone?.ended === true,
        listenOnly: call.microphone != null && call.microphone.track == null,
        // a file that plays on isn't somebody who speaks
        unheard: call.microphone?.kind === 'mic' && call.microphone.unheard,
        handRaised: call.handRaised,
        level: Number((call.microphone?.level ?? 0).toFixed(4))
      },
      participants: call.participants.map(({ publicKey }) => this.log.get(publicKey)).filter(status => status != null)
    })
  }

  private showParticipant (type: 'participant:join' | 'participant:leave' | 'participant:update', { publicKey }: Participant): void {
    const participant = this.log.get(publicKey)

    if (participant == null) {
      return
    }

    const { name, unlinked } = participant
    this.init.view.show({ type, participant })

    if (!unlinked || type === 'participant:leave') {
      this.unlinked.delete(publicKey)
    } else if (!this.unlinked.has(publicKey)) {
      this.unlinked.add(publicKey)
      this.init.view.show({ type: 'unlinked', publicKey, name })
    }
  }

  /** Waits until a new track is audible */
  private waitForSound (participant: Participant, joined: number): void {
    const { audio } = participant

    if (audio == null) {
      return
    }

    const heard = audio.listen(() => {
      if (audio.level > AUDIBLE) {
        heard()
        this.onHeard(participant, joined)
      }
    })
  }

  private onHeard ({ publicKey, name }: Participant, joined: number): void {
    if (this.log.heard(publicKey, performance.now() - joined)) {
      this.init.view.show({ type: 'heard', publicKey, name, joinMs: this.log.get(publicKey)?.joinMs ?? 0 })
    }
  }
}
