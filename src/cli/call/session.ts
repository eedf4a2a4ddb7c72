import { createCallPeer, createInvite, inviteAddresses, openMicrophone } from '../../index.ts'
import { messageOf } from '../errors.ts'
import { takeLittleMemory } from '../little-memory.ts'
import { within } from '../stopping.ts'
import { ChangedKeys } from './changed-keys.ts'
import { Door } from './door.ts'
import { explainFailure } from './failure.ts'
import { alarmEvent, groupEvent } from './group-events.ts'
import { createKeeper } from './group-keeper.ts'
import { Playback } from './playback.ts'
import { Recordings } from './recordings.ts'
import { AUDIBLE, ParticipantLog } from './status.ts'
import type { CallView } from './events.ts'
import type { GroupKeeper } from './group-keeper.ts'
import type { CallPlan } from './plan.ts'
import type { Identity } from '../../../keys/index.ts'
import type { CallPeer, ContactBook, Group, GroupCall, JoinProgress, Participant } from '../../index.ts'
import type { Stop } from '../stopping.ts'

/** ms for telling the others and closing everything: who leaves does not want to wait */
const LEAVE_LIMIT = 1_000
const STOP_LIMIT = 600

export interface CallSessionInit {
  plan: CallPlan
  identity: Identity
  contacts: ContactBook
  view: CallView
  stop: Stop
  /** performance.now() at which the command began */
  began: number
}

/**
 * One call of the command line, from making a peer to closing it. What happens is
 * shown by a view, which knows if a program or a person reads it.
 */
export class CallSession {
  private readonly init: CallSessionInit
  private readonly log = new ParticipantLog()
  private readonly recordings?: Recordings
  private playback?: Playback
  private readonly keeper?: GroupKeeper
  private readonly door: Door
  private readonly changedKeys: ChangedKeys
  private group: Group
  private peer?: CallPeer
  private call?: GroupCall
  private failure?: Error
  private timers: Array<ReturnType<typeof setInterval>> = []

  constructor (init: CallSessionInit) {
    this.init = init
    const onProblem = (error: Error): void => { this.showProblem(error) }

    this.group = init.plan.groupFor(init.identity)
    this.keeper = createKeeper(init.plan, this.group, { onProblem, onAlarm: version => { this.showAlarm(version) } })
    this.door = new Door({ view: init.view, admit: init.plan.admit, admitAll: init.plan.admitAll, onProblem })
    this.changedKeys = new ChangedKeys({
      view: init.view,
      trusted: init.plan.trust,
      // it may have been heard before it took this name
      onHeld: participant => { this.silence(participant) },
      onChange: () => { this.showStatus() }
    })

    if (init.plan.record != null) {
      this.recordings = new Recordings({
        directory: init.plan.record,
        onRecording: ({ publicKey, name }, path) => { init.view.show({ type: 'recording', publicKey, name, path }) },
        onError: onProblem
      })
    }
  }

  /**
   * Resolves when the call is over and everything is closed
   *
   * @throws {Error} what ended the call, unless the user did
   */
  async run (): Promise<void> {
    const { contacts, view, stop } = this.init

    contacts.addEventListener('problem', ({ detail }) => { this.showProblem(detail) })

    try {
      view.show({ type: 'progress', step: 'starting', at: this.age })
      await this.start()
      await stop.requested()
    } catch (err: any) {
      // an abort is what the user asked for
      if (!stop.signal.aborted) {
        this.failure = err
      }
    } finally {
      await this.close()
    }

    if (this.failure != null) {
      throw explainFailure(this.failure, this.group.name)
    }
  }

  /** Silence or open the microphone */
  toggleMute (): void {
    if (this.call?.muted === true) {
      this.call.unmute()
    } else {
      this.call?.mute()
    }

    this.showStatus()
  }

  /** Let in the first who knocks, or not */
  answerKnock (letIn: boolean): void {
    this.door.answer(letIn)
  }

  /** The user says that a changed key is the right one */
  trust (publicKey: string): void {
    this.changedKeys.trust(publicKey)
  }

  private get age (): number {
    return Math.round(performance.now() - this.init.began)
  }

  private async start (): Promise<void> {
    const { contacts, plan, identity, stop, view } = this.init
    const signal = stop.signal

    if (plan.speakers) {
      this.playback = new Playback({ signal, onOpen: (open, reason) => { view.show({ type: 'speakers', open, reason }) } })
    }

    const kept = this.keeper?.open()
    this.peer = await createCallPeer({ identity, network: plan.network, bootstrap: plan.bootstrap, listen: plan.listen, mdns: plan.mdns, signal })
    this.group = await kept ?? this.group

    if (plan.invite == null) {
      this.showInvite(this.peer)
    }

    const { calls } = this.peer.services
    const joined = performance.now()
    const joining = calls.join(this.group, {
      microphone: async options => openMicrophone(plan.audio, options),
      name: plan.name,
      muted: plan.muted,
      contacts,
      addresses: plan.known == null ? undefined : [...plan.known.addresses],
      iceServers: plan.iceServers,
      signal,
      ticket: plan.invite?.ticket,
      expires: plan.invite?.expires,
      tickets: () => this.keeper?.tickets ?? plan.known?.tickets ?? [],
      onProgress: progress => { this.showProgress(progress) }
    })

    // there from the first moment, so that no event is missed
    this.call = calls.calls.at(-1)

    if (this.call != null) {
      this.listen(this.call, joined)
      this.changedKeys.attach(this.call)
      this.listenToGroup(this.call)
      this.timers.push(setInterval(() => { this.showStatus() }, view.statusInterval))
    }

    this.call = await joining
    takeLittleMemory()
    this.showStatus()

    if (plan.seconds != null) {
      this.timers.push(setTimeout(() => { stop.request('time') }, plan.seconds * 1_000))
    }
  }

  private showProgress ({ step, at, problem, count }: JoinProgress): void {
    const { plan, view } = this.init
    // who begins a call with nobody to ask is found by the invite
    const expected = plan.known == null && plan.bootstrap.length === 0

    if (problem == null || !expected) {
      view.show({ type: 'progress', step, at: this.age, sinceJoin: Math.round(at), problem, count })
    }
  }

  private showInvite (peer: CallPeer): void {
    const { plan, view } = this.init
    const addresses = inviteAddresses([...plan.known?.addresses ?? plan.bootstrap], peer.getMultiaddrs())

    view.show({
      type: 'invite',
      invite: createInvite(this.group, { addresses, network: plan.network }),
      addresses: addresses.map(address => address.toString())
    })
  }

  private listen (call: GroupCall, joined: number): void {
    const { view, stop } = this.init

    call.addEventListener('state', ({ detail }) => {
      view.show({ type: 'state', state: detail })

      if (detail === 'ended') {
        stop.request('quit')
      }
    })
    call.addEventListener('participant:join', ({ detail }) => {
      this.log.add(detail)
      this.showParticipant('participant:join', detail)
    })
    call.addEventListener('participant:update', ({ detail }) => { this.showParticipant('participant:update', detail) })
    call.addEventListener('participant:leave', ({ detail }) => {
      this.silence(detail)
      this.showParticipant('participant:leave', detail)
    })
    call.addEventListener('track', ({ detail: { participant } }) => { this.onTrack(participant, joined) })
    call.addEventListener('quality', ({ detail: { participant, quality } }) => { this.log.measured(participant.publicKey, quality) })
    call.addEventListener('microphone', ({ detail }) => {
      view.show({ type: 'microphone', kind: detail.kind, listening: detail.track == null, reason: detail.reason })
    })
    call.addEventListener('message', ({ detail: { participant: { publicKey, name }, text } }) => { view.show({ type: 'message', publicKey, name, text }) })
    call.addEventListener('limit', ({ detail }) => {
      view.show({ type: 'limit', participants: detail.participantCount, message: detail.message ?? `${detail.participantCount} participants: no more than a call carries with ease` })
    })
    call.addEventListener('denied', ({ detail }) => { view.show({ type: 'denied', ...detail }) })
    call.addEventListener('problem', ({ detail: { participant, error } }) => {
      if (participant == null) {
        // the call is over for us
        this.failure = error
      } else {
        this.showProblem(error, participant)
      }
    })
  }

  private listenToGroup (call: GroupCall): void {
    const { view } = this.init

    call.addEventListener('group', ({ detail }) => { view.show(groupEvent(detail)) })
    call.addEventListener('alarm', ({ detail: { version } }) => { this.showAlarm(version) })
    this.door.attach(call)
    this.keeper?.attach(call)
  }

  private onTrack (participant: Participant, joined: number): void {
    const { publicKey, audio } = participant
    const { view } = this.init

    if (audio == null) {
      return
    }

    const heard = audio.listen(() => {
      if (audio.level > AUDIBLE) {
        heard()

        if (this.log.heard(publicKey, performance.now() - joined)) {
          view.show({ type: 'heard', publicKey, name: participant.name, joinMs: this.log.get(publicKey)?.joinMs ?? 0 })
        }
      }
    })

    this.playback?.add(participant)
    this.recordings?.add(participant)
  }

  private silence (participant: Participant): void {
    this.recordings?.remove(participant)
    this.playback?.remove(participant)
  }

  private showParticipant (type: 'participant:join' | 'participant:leave' | 'participant:update', { publicKey }: Participant): void {
    const participant = this.log.get(publicKey)

    if (participant != null) {
      this.init.view.show({ type, participant })
    }
  }

  private showProblem (error: Error, participant?: Participant): void {
    this.init.view.show({ type: 'problem', error: error.name, message: messageOf(error), publicKey: participant?.publicKey, name: participant?.name })
  }

  private showAlarm (version: number): void {
    this.init.view.show(alarmEvent(version, this.group.name))
  }

  private showStatus (): void {
    const { call } = this

    if (call == null) {
      return
    }

    this.init.view.show({
      type: 'status',
      at: this.age,
      state: call.state,
      safetyCode: call.safetyCode,
      self: {
        publicKey: call.publicKey,
        name: call.name,
        muted: call.muted,
        listening: call.microphone != null && call.microphone.track == null,
        level: Number((call.microphone?.level ?? 0).toFixed(4))
      },
      participants: call.participants.map(({ publicKey }) => this.log.get(publicKey)).filter(status => status != null)
    })
  }

  private async close (): Promise<void> {
    const { contacts, stop, view } = this.init
    // how it was, before everybody is gone
    const participants = this.log.all()

    this.timers.forEach(timer => { clearInterval(timer) })
    await within(LEAVE_LIMIT, Promise.all([this.call?.leave(), this.recordings?.close(), this.playback?.close(), contacts.settled()]))
    await within(STOP_LIMIT, Promise.resolve(this.keeper?.close()))
    await within(STOP_LIMIT, Promise.resolve(this.peer?.stop()))
    view.show({ type: 'end', reason: this.failure == null ? stop.reason ?? 'quit' : 'error', error: this.failure?.name, seconds: this.age / 1_000, participants })
  }
}
