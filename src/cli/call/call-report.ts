import { messageOf } from '../errors.ts'
import { groupEvent } from './group-events.ts'
import { AUDIBLE, ParticipantLog } from './status.ts'
import type { CallView, ParticipantStatus } from './events.ts'
import type { GroupCall, JoinProgress, Participant } from '../../index.ts'

export interface CallReportInit {
  view: CallView
  /** performance.now() at which the command began */
  began: number
}

/** Shows what happens in a call, and the state of everybody in it */
export class CallReport {
  private readonly init: CallReportInit
  private readonly log = new ParticipantLog()

  constructor (init: CallReportInit) {
    this.init = init
  }

  /** ms since the command began */
  get age (): number {
    return Math.round(performance.now() - this.init.began)
  }

  /** Everybody who is, or has been, in the call */
  get participants (): ParticipantStatus[] {
    return this.log.all()
  }

  /**
   * @param call
   * @param joined - performance.now() at which the join began
   */
  attach (call: GroupCall, joined: number): void {
    const { view } = this.init

    call.addEventListener('state', ({ detail }) => { view.show({ type: 'state', state: detail }) })
    call.addEventListener('participant:join', ({ detail }) => {
      this.log.add(detail)
      this.showParticipant('participant:join', detail)
    })
    call.addEventListener('participant:update', ({ detail }) => { this.showParticipant('participant:update', detail) })
    call.addEventListener('participant:leave', ({ detail }) => { this.showParticipant('participant:leave', detail) })
    call.addEventListener('track', ({ detail: { participant } }) => { this.waitForSound(participant, joined) })
    call.addEventListener('quality', ({ detail: { participant, quality } }) => { this.log.measured(participant.publicKey, quality) })
    call.addEventListener('microphone', ({ detail }) => {
      view.show({ type: 'microphone', kind: detail.kind, listenOnly: detail.track == null, reason: detail.reason })
    })
    call.addEventListener('message', ({ detail: { participant: { publicKey, name }, text } }) => { view.show({ type: 'message', publicKey, name, text }) })
    call.addEventListener('limit', ({ detail }) => {
      view.show({ type: 'limit', participants: detail.participantCount, message: detail.message ?? `${detail.participantCount} participants: a call carries that many with ease` })
    })
    call.addEventListener('denied', ({ detail }) => { view.show({ type: 'denied', ...detail }) })
    call.addEventListener('clock', ({ detail }) => { view.show({ type: 'clock', ...detail }) })
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
        muted: call.muted,
        listenOnly: call.microphone != null && call.microphone.track == null,
        level: Number((call.microphone?.level ?? 0).toFixed(4))
      },
      participants: call.participants.map(({ publicKey }) => this.log.get(publicKey)).filter(status => status != null)
    })
  }

  private showParticipant (type: 'participant:join' | 'participant:leave' | 'participant:update', { publicKey }: Participant): void {
    const participant = this.log.get(publicKey)

    if (participant != null) {
      this.init.view.show({ type, participant })
    }
  }

  /** Waits until a track that has come is audible */
  private waitForSound (participant: Participant, joined: number): void {
    const { publicKey, audio } = participant

    if (audio == null) {
      return
    }

    const heard = audio.listen(() => {
      if (audio.level > AUDIBLE) {
        heard()

        if (this.log.heard(publicKey, performance.now() - joined)) {
          this.init.view.show({ type: 'heard', publicKey, name: participant.name, joinMs: this.log.get(publicKey)?.joinMs ?? 0 })
        }
      }
    })
  }
}
