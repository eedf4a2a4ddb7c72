import { createCallPeer, createInvite, inviteAddresses, openMicrophone, REACTIONS } from '../../index.ts'
import { takeLittleMemory } from '../little-memory.ts'
import { within } from '../stopping.ts'
import { CallReport } from './call-report.ts'
import { ChangedKeys } from './changed-keys.ts'
import { DeviceKeys } from './device-keys.ts'
import { EchoWarning } from './echo-warning.ts'
import { explainFailure } from './failure.ts'
import { alarmEvent } from './group-events.ts'
import { createGroupSync } from './group-sync.ts'
import { KnockList } from './knock-list.ts'
import { lacksOutsideAddress, untilOutsideAddress } from './outside-address.ts'
import { QualityVerdict } from './quality-verdict.ts'
import { SlowLinks } from './slow-links.ts'
import { Sound } from './sound.ts'
import type { CallView } from './events.ts'
import type { GroupSync } from './group-sync.ts'
import type { CallPlan } from './plan.ts'
import type { Identity, SessionCounter } from '../../../keys/index.ts'
import type { AudioDevice, CallPeer, ContactBook, Group, GroupCall, JoinProgress, Microphone } from '../../index.ts'
import type { Stop } from '../stopping.ts'

/** ms to announce that we leave and to close everything, so that the user doesn't have to wait */
const LEAVE_LIMIT = 1_000
const STOP_LIMIT = 600

export interface CallRunnerInit {
  plan: CallPlan
  identity: Identity
  sessions: SessionCounter
  contacts: ContactBook
  view: CallView
  stop: Stop
  /** `performance.now()` at the start of the command */
  began: number
}

/**
 * Runs one call of the command line, from creating a peer to closing it. A view shows
 * what happens, to a program or to a person.
 */
export class CallRunner {
  private readonly init: CallRunnerInit
  private readonly report: CallReport
  private readonly sound: Sound
  private readonly groupSync?: GroupSync
  private readonly knockList: KnockList
  private readonly changedKeys: ChangedKeys
  private readonly slowLinks: SlowLinks
  private readonly verdict: QualityVerdict
  private readonly deviceKeys: DeviceKeys
  private readonly echoWarning: EchoWarning
  private group: Group
  private peer?: CallPeer
  private call?: GroupCall
  private failure?: Error
  private timers: Array<ReturnType<typeof setInterval>> = []

  constructor (init: CallRunnerInit) {
    this.init = init
    this.report = new CallReport({ view: init.view, began: init.began })
    const onProblem = (error: Error): void => { this.report.showProblem(error) }

    this.group = init.plan.groupFor(init.identity)
    this.groupSync = createGroupSync(init.plan, this.group, { onProblem, onAlarm: version => { this.showAlarm(version, true) } })
    this.echoWarning = new EchoWarning(init.view)
    this.sound = new Sound({ view: init.view, onOpen: () => { this.echoWarning.onSpeakers() }, speakers: init.plan.speakers, output: init.plan.output, record: init.plan.record, signal: init.stop.signal, onProblem })
    this.slowLinks = new SlowLinks((error, participant) => { this.report.showProblem(error, participant) })
    this.verdict = new QualityVerdict({ view: init.view, file: init.plan.report, onProblem })
    this.deviceKeys = new DeviceKeys({ view: init.view, sound: this.sound, audio: init.plan.audio, output: init.plan.output, onProblem })
    this.knockList = new KnockList({ view: init.view, admit: init.plan.admit, admitAll: init.plan.admitAll, onProblem })
    this.changedKeys = new ChangedKeys({
      view: init.view,
      trusted: init.plan.trust,
      // it may have been audible before it had this name
      onHeld: participant => { this.sound.silence(participant) },
      onChange: () => { this.showStatus() }
    })
  }

  /**
   * Resolves when the call is over and everything is closed
   *
   * @throws {Error} that ended the call, unless the user ended it
   */
  async run (): Promise<void> {
    const { contacts, view, stop } = this.init

    contacts.addEventListener('problem', ({ detail }) => { this.report.showProblem(detail) })

    try {
      view.show({ type: 'progress', step: 'starting', at: this.report.age })
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

  /** Mutes or unmutes the microphone */
  toggleMute (): void {
    if (this.call?.muted === true) {
      this.call.unmute()
    } else {
      this.call?.mute()
    }

    this.showStatus()
  }

  /** Raises or lowers the user's hand */
  toggleHand (): void {
    if (this.call?.handRaised === true) {
      this.call.lowerHand()
    } else {
      this.call?.raiseHand()
    }

    this.showStatus()
  }

  /** Shows everybody a reaction, by its position among all */
  react (index: number): void {
    const { call } = this
    const reaction = REACTIONS[index]

    if (call?.react(reaction) === true) {
      this.init.view.show({ type: 'reaction', publicKey: call.publicKey, name: call.name, reaction })
    }
  }

  /** Switches noise suppression on or off */
  toggleNoiseSuppression (): void {
    const { microphone } = this.call ?? {}
    const noiseSuppression = microphone?.filters.noiseSuppression !== true

    microphone?.setFilters({ noiseSuppression })
      .then(() => { this.init.view.show({ type: 'filters', ...microphone.filters }) })
      .catch(err => { this.report.showProblem(err) })
  }

  /** Switches to the next microphone (`input`) or the next speakers (`output`) of this machine */
  nextDevice (kind: AudioDevice['kind']): void {
    this.deviceKeys.next(kind)
  }

  /** Shows why the last two minutes were bad, if they were */
  explain (): void {
    this.verdict.explain()
  }

  /** Admits or denies the person who has been knocking the longest */
  answerKnock (letIn: boolean): void {
    this.knockList.answer(letIn)
  }

  /** Called when the user has checked a changed key */
  trust (publicKey: string): void {
    this.changedKeys.trust(publicKey)
  }

  private async start (): Promise<void> {
    const { contacts, plan, identity, sessions, stop, view } = this.init
    const signal = stop.signal

    this.sound.open()

    const kept = this.groupSync?.open()
    this.peer = await createCallPeer({ identity, sessions, network: plan.network, bootstrap: plan.bootstrap, relayOnly: plan.relayOnly, listen: plan.listen, mdns: plan.mdns, signal })
    this.group = await kept ?? this.group

    if (plan.invite == null) {
      this.showInvite(this.peer, signal).catch(err => { this.report.showProblem(err) })
    }

    const call = this.peer.services.calls.create(this.group, {
      microphone: async options => openMicrophone(plan.audio, { ...options, filters: plan.filters }),
      name: plan.name,
      muted: plan.muted,
      carry: plan.carry,
      carried: plan.carried,
      contacts,
      addresses: plan.known == null ? undefined : [...plan.known.addresses],
      iceServers: plan.iceServers,
      opus: { bitrateKbps: plan.bitrateKbps },
      ticket: plan.invite?.ticket,
      expires: plan.invite?.expires,
      tickets: () => this.groupSync?.tickets ?? plan.known?.tickets ?? [],
      updateGroup: async change => this.groupSync?.update(change) ?? change()
    })

    this.call = call
    this.attach(call, performance.now())
    this.timers.push(setInterval(() => { this.showStatus() }, view.statusInterval))
    await call.join({ signal }).catch(err => {
      // it may have ended the call, and that the rest, as if the user had asked for it
      if (err.name !== 'AbortError') {
        this.failure ??= err
      }

      throw err
    })
    takeLittleMemory()
    this.showStatus()

    if (plan.seconds != null) {
      this.timers.push(setTimeout(() => { stop.request('time') }, plan.seconds * 1_000))
    }
  }

  private showProgress (progress: JoinProgress): void {
    const { plan } = this.init
    // the first participant has nobody to ask: the others join with the invite
    const expected = plan.known == null && plan.bootstrap.length === 0

    if (progress.problem == null || !expected) {
      this.report.showProgress(progress)
    }
  }

  /** Behind a NAT, the invite waits for a relay, but the join doesn't */
  private async showInvite (peer: CallPeer, signal: AbortSignal): Promise<void> {
    const { plan, view } = this.init
    const entries = [...plan.known?.addresses ?? plan.bootstrap]

    if (lacksOutsideAddress(peer, entries)) {
      await untilOutsideAddress(peer, entries, { signal })
    }

    if (signal.aborted) {
      return
    }

    const addresses = inviteAddresses(entries, peer.getMultiaddrs())

    view.show({
      type: 'invite',
      invite: createInvite(this.group, { addresses, network: plan.network }),
      page: plan.pageUrl,
      addresses: addresses.map(address => address.toString())
    })
  }

  private attach (call: GroupCall, joined: number): void {
    // a participant that leaves is silent before the view shows it
    this.sound.attach(call)
    this.report.attach(call, joined)
    this.changedKeys.attach(call)
    this.knockList.attach(call)
    this.slowLinks.attach(call)
    this.verdict.attach(call)
    this.deviceKeys.attach(call)
    this.echoWarning.attach(call)
    this.groupSync?.attach(call)

    call.addEventListener('progress', ({ detail }) => { this.showProgress(detail) })
    call.addEventListener('alarm', ({ detail: { version, resolved } }) => { this.showAlarm(version, resolved) })
    call.addEventListener('state', ({ detail }) => {
      if (detail === 'ended') {
        this.init.stop.request('quit')
      }
    })
    call.addEventListener('microphone', ({ detail }) => {
      detail.addEventListener('end', () => { this.onMicrophoneEnd(detail) })
    })
    call.addEventListener('problem', ({ detail: { participant, error } }) => {
      if (participant == null) {
        // the call has ended for us
        this.failure = error
      } else {
        this.report.showProblem(error, participant)
      }
    })
  }

  /** What turns out to be a file ends the call, as if it had been noticed before */
  private onMicrophoneEnd ({ failure, kind }: Microphone): void {
    const { stop, view } = this.init

    if (failure?.name === 'AudioFileError') {
      this.failure = failure
      stop.request('quit')
    } else {
      view.show({ type: 'microphone', kind, listenOnly: false, ended: true, reason: failure?.message })
      this.showStatus()
    }
  }

  private showAlarm (version: number, resolved: boolean): void {
    this.init.view.show(alarmEvent(version, this.group.name, resolved))
  }

  private showStatus (): void {
    if (this.call != null) {
      this.report.showStatus(this.call)
    }
  }

  private async close (): Promise<void> {
    const { contacts, stop, view } = this.init
    // before everybody is gone
    const participants = this.report.participants

    this.timers.forEach(timer => { clearInterval(timer) })
    this.slowLinks.close()
    await within(LEAVE_LIMIT, Promise.all([this.verdict.close(), this.call?.leave(), this.sound.close(), contacts.settled()]))
    await within(STOP_LIMIT, Promise.resolve(this.groupSync?.close()))
    await within(STOP_LIMIT, Promise.resolve(this.peer?.stop()))
    view.show({ type: 'end', reason: this.failure == null ? stop.reason ?? 'quit' : 'error', error: this.failure?.name, seconds: this.report.age / 1_000, participants })
  }
}
