import { TypedEventEmitter } from 'main-event'
import { GroupCallFullError, InvalidCallStateError } from '../errors.ts'
import { HEARTBEAT_INTERVAL, Link, LinkFailedError, parseSdp } from '../link/index.ts'
import { AbsenceMonitor } from './absence.ts'
import { isCallTransition } from './call-state.ts'
import { ConnectionBudget } from './connection-budget.ts'
import { isInitiator } from './initiator.ts'
import { estimateBandwidth, HARD_LIMIT, SOFT_LIMIT } from './limits.ts'
import { LinkMonitor } from './link-monitor.ts'
import { PostponedLinks } from './postponed-links.ts'
import type { CallState } from './call-state.ts'
import type { BandwidthEstimate } from './limits.ts'
import type { CandidateRules, LinkState, LinkStatistics, OpusOptions, Quality } from '../link/index.ts'
import type { Microphone } from '../media/index.ts'
import type { AbortOptions, Logger } from '@libp2p/interface'

/** Tries to connect to a participant before it is let go: half a minute */
const MAX_STALLS = 6

/**
 * Carries the mesh's messages to one participant each. Whatever does so must
 * keep their order, may lose them, and tells the mesh what arrives through its
 * `handle…` methods. Nothing may be thrown.
 */
export interface MeshSignaling {
  sendOffer(to: string, offer: RTCSessionDescriptionInit): void
  sendAnswer(to: string, answer: RTCSessionDescriptionInit): void
  /** An empty list tells that there are no more candidates for now */
  sendCandidates(to: string, candidates: RTCIceCandidateInit[]): void
  /** Asks the higher key to restart ICE */
  sendRestart(to: string): void
}

/** Makes a connection to one participant */
export type ConnectionFactory = (participant: string) => RTCPeerConnection

/** A microphone, or what opens one after the limits were checked */
export type MicrophoneSource = Microphone | ((options: AbortOptions) => Promise<Microphone>)

export interface GroupCallMeshInit {
  /** Own public key, 64 lower-case hex digits */
  publicKey: string
  signaling: MeshSignaling
  createConnection: ConnectionFactory
  microphone: MicrophoneSource
  opus?: OpusOptions
  candidateRules?: CandidateRules
  /**
   * Whether somebody else says that it has a link to a participant. Whoever knows
   * that tells `hear` of each message of a participant, and one that says nothing
   * and that nobody hears is let go of within 10 s.
   *
   * @default nobody knows: who does not connect is let go of after half a minute
   */
  isHeard?(participant: string): boolean
  log: Logger
  /**
   * ms
   *
   * @default 30_000
   */
  iceGatheringTimeout?: number
  /**
   * How often links are measured, in ms
   *
   * @default 1_000
   */
  statisticsInterval?: number
}

export interface LinkQuality {
  participant: string
  quality: Quality
  statistics: LinkStatistics
}

export interface GroupCallMeshEvents {
  state: CustomEvent<CallState>
  'participant:join': CustomEvent<string>
  'participant:leave': CustomEvent<string>
  /** A participant says over its link that it leaves; its signaling may say so too, later */
  'participant:goodbye': CustomEvent<string>
  /** A participant could not be reached for too long and was let go */
  'participant:lost': CustomEvent<string>
  'link:state': CustomEvent<{ participant: string, state: LinkState }>
  'link:quality': CustomEvent<LinkQuality>
  'link:problem': CustomEvent<{ participant: string, error: Error }>
  /** A link did not connect in time; it is tried again */
  'link:stalled': CustomEvent<string>
  /** Signaling can go over the link's data channel from now on */
  'link:channel': CustomEvent<string>
  'link:message': CustomEvent<{ participant: string, bytes: Uint8Array }>
  /** A participant sent something that no honest one does; it was counted and dropped */
  'participant:offence': CustomEvent<string>
  track: CustomEvent<{ participant: string, track: MediaStreamTrack }>
  microphone: CustomEvent<Microphone>
  /** The soft limit was crossed, upwards (`warning`) or downwards */
  limit: CustomEvent<BandwidthEstimate>
}

/**
 * A call as one participant has it: one link to each of the others. Of two
 * participants the one with the higher public key initiates.
 *
 * It does not know how messages travel, so it can be driven by any signaling.
 */
export class GroupCallMesh extends TypedEventEmitter<GroupCallMeshEvents> {
  readonly publicKey: string
  /** Messages that were dropped since they make no sense, by reason */
  readonly dropped: Record<string, number> = {}
  callId?: string
  microphone?: Microphone

  private current: CallState = 'idle'
  private readonly init: GroupCallMeshInit
  private readonly log: Logger
  private readonly links = new Map<string, Link>()
  private readonly members = new Set<string>()
  /** Who is sent nothing of the microphone */
  private readonly withheld = new Set<string>()
  private readonly monitor: LinkMonitor
  private readonly budget = new ConnectionBudget()
  private readonly postponed = new PostponedLinks()
  private readonly aborted = new AbortController()
  private opening?: Promise<void>
  private leaving?: Promise<void>
  private readonly stalls = new Map<string, number>()
  private readonly absence = new AbsenceMonitor()
  private absenceTimer?: ReturnType<typeof setInterval>
  private warned = false
  private replaced = false

  constructor (init: GroupCallMeshInit) {
    super()

    this.init = init
    this.publicKey = init.publicKey
    this.log = init.log
    this.monitor = new LinkMonitor({
      interval: init.statisticsInterval,
      onQuality: quality => { this.safeDispatchEvent('link:quality', { detail: quality }) }
    })
  }

  get state (): CallState {
    return this.current
  }

  /** Public keys of the others in the call */
  get participants (): string[] {
    return [...this.members]
  }

  getLink (participant: string): Link | undefined {
    return this.links.get(participant)
  }

  getQuality (participant: string): LinkQuality | undefined {
    return this.monitor.get(participant)
  }

  estimateBandwidth (participantCount: number = this.members.size + 1): BandwidthEstimate {
    return estimateBandwidth(participantCount)
  }

  /**
   * Begins a call, which is active at once; `participants` are the public keys of
   * the others
   *
   * @throws {GroupCallFullError} before the microphone was opened
   */
  async startCall (callId: string, participants: string[] = [], options: AbortOptions = {}): Promise<void> {
    this.enter(callId, participants, options)
    this.setState('active')
    await this.opening
  }

  /**
   * Joins a call; it is active as soon as one link is connected, or at once
   * when nobody else is there
   *
   * @throws {GroupCallFullError} before the microphone was opened
   */
  async joinCall (callId: string, participants: string[] = [], options: AbortOptions = {}): Promise<void> {
    this.enter(callId, participants, options)

    if (participants.length === 0) {
      this.setState('active')
    }

    await this.opening
  }

  /**
   * Talk through another microphone from now on, without a new offer; the one
   * before is let go of
   */
  async setMicrophone (microphone: Microphone): Promise<void> {
    const before = this.microphone
    this.replaced = true

    if (!this.isOpen()) {
      await microphone.stop()
      return
    }

    this.useMicrophone(microphone)
    await before?.stop()
  }

  /**
   * Sends a participant nothing of the microphone, whichever that is, until it is
   * released; also one that joins later
   */
  withhold (participant: string): void {
    this.withheld.add(participant)
    this.links.get(participant)?.setTrack(undefined)
  }

  /** Sends a participant what all others get. Harmless when nothing was withheld */
  release (participant: string): void {
    if (this.withheld.delete(participant)) {
      this.links.get(participant)?.setTrack(this.trackFor(participant))
    }
  }

  /** Tells the others at once that one leaves: a page that is closed has no time for more */
  sayGoodbye (): void {
    this.links.forEach(link => { link.sayGoodbye() })
  }

  /**
   * Closes every link and lets go of the microphone. Harmless when done twice.
   */
  async leaveCall (): Promise<void> {
    this.leaving ??= this.leave()
    await this.leaving
  }

  handleParticipantJoined (participant: string): void {
    if (participant === this.publicKey || this.members.has(participant) || !this.isOpen()) {
      return
    }

    if (this.members.size + 1 >= HARD_LIMIT) {
      throw new GroupCallFullError()
    }

    this.members.add(participant)
    this.safeDispatchEvent('participant:join', { detail: participant })
    this.checkSoftLimit()
    this.connect(participant)
  }

  handleParticipantLeft (participant: string): void {
    if (!this.members.delete(participant)) {
      return
    }

    this.stalls.delete(participant)
    this.absence.remove(participant)
    this.disconnect(participant)
    this.safeDispatchEvent('participant:leave', { detail: participant })
    this.checkSoftLimit()
  }

  /** A participant has said something, by whatever way: it lives */
  hear (participant: string): void {
    this.absence.hear(participant, performance.now())
  }

  /**
   * Takes an offer of a participant. One that the rules do not allow is counted
   * and dropped.
   */
  handleOffer (from: string, offer: RTCSessionDescriptionInit): void {
    if (from === this.publicKey || isInitiator(this.publicKey, from)) {
      this.drop('unexpected-offer')
      this.blame(from)
      return
    }

    if (!this.mayHandle(from)) {
      this.drop('unexpected-offer')
      return
    }

    if (this.postponed.has(from)) {
      // it was made anew since
      this.postponed.release(from)
      this.postponed.hold(from, () => { this.handleOffer(from, offer) })
      return
    }

    this.guard(from, () => {
      const link = this.links.get(from)
      const { parameters } = parseSdp(offer.sdp ?? '')
      const known = link?.remoteSessionId

      // the other end made its connection anew: so does this one
      if (link == null || link.state === 'closed' || (known != null && known !== parameters.sessionId)) {
        this.connect(from)

        if (this.postponed.has(from)) {
          this.postponed.hold(from, () => { this.handleOffer(from, offer) })
          return
        }
      }

      this.links.get(from)?.handleDescription({ type: 'offer', sdp: offer.sdp })
    })
  }

  handleAnswer (from: string, answer: RTCSessionDescriptionInit): void {
    const link = this.links.get(from)

    if (link?.initiator !== true) {
      this.drop('unexpected-answer')

      // one whose link has just been closed may have answered before it knew
      if (link != null) {
        this.blame(from)
      }

      return
    }

    this.guard(from, () => { link.handleDescription({ type: 'answer', sdp: answer.sdp }) })
  }

  /**
   * Takes a candidate; one that comes before its offer waits for it
   */
  handleCandidate (from: string, candidate: RTCIceCandidateInit | null): void {
    const link = this.links.get(from)

    if (candidate != null && this.postponed.hold(from, () => { this.handleCandidate(from, candidate) })) {
      return
    }

    if (link == null || this.postponed.has(from)) {
      this.drop('unexpected-candidate')
      return
    }

    if (candidate != null) {
      link.handleCandidate(candidate)
    }
  }

  /** The lower key asked for an ICE restart */
  handleRestart (from: string): void {
    const link = this.links.get(from)

    if (link?.initiator !== true) {
      this.drop('unexpected-restart')
      return
    }

    if (link.state === 'connecting') {
      this.connect(from)
    } else {
      link.restart()
    }
  }

  /**
   * A participant sent something that cannot even be made a description of: its
   * link is closed and the user told
   */
  handleInvalid (from: string, error: Error): void {
    if (this.mayHandle(from)) {
      this.guard(from, () => { throw error })
    }
  }

  private enter (callId: string, participants: string[], options: AbortOptions): void {
    if (this.current !== 'idle') {
      throw new InvalidCallStateError(`This call is ${this.current}: make another one`)
    }

    const others = new Set(participants.filter(participant => participant !== this.publicKey))

    if (others.size + 1 > HARD_LIMIT) {
      throw new GroupCallFullError()
    }

    this.callId = callId
    this.setState('joining')
    this.monitor.start()
    this.watchForAbsence()
    this.opening = this.openMicrophone(options)
    others.forEach(participant => { this.handleParticipantJoined(participant) })
  }

  private async openMicrophone (options: AbortOptions): Promise<void> {
    const source = this.init.microphone
    const signal = options.signal == null ? this.aborted.signal : AbortSignal.any([options.signal, this.aborted.signal])
    const microphone = typeof source === 'function' ? await source({ signal }) : source

    // somebody may have left, or chosen another one, while it opened
    if (!this.isOpen() || this.replaced) {
      await microphone.stop()
      return
    }

    this.useMicrophone(microphone)
  }

  private useMicrophone (microphone: Microphone): void {
    this.microphone = microphone
    this.links.forEach(link => { link.setTrack(this.trackFor(link.participant)) })
    this.safeDispatchEvent('microphone', { detail: microphone })
  }

  private async leave (): Promise<void> {
    if (this.current === 'ended') {
      return
    }

    if (this.current !== 'idle') {
      this.setState('leaving')
    }

    this.aborted.abort()
    this.monitor.stop()
    clearInterval(this.absenceTimer)
    this.participants.forEach(participant => { this.handleParticipantLeft(participant) })
    await this.opening?.catch(err => { this.log('the microphone did not open - %e', err) })
    await this.microphone?.stop()
    this.setState('ended')
  }

  /** Makes a link, or makes it anew: at once, or as soon as another connection may be made */
  private connect (participant: string): void {
    const delay = this.budget.delay(participant, performance.now())

    if (delay > 0) {
      this.log('another link to %s in %d ms', participant, Math.ceil(delay))
      this.postponed.add(participant, Math.ceil(delay), () => { this.connect(participant) })
      return
    }

    this.disconnect(participant)

    const link = new Link({
      participant,
      initiator: isInitiator(this.publicKey, participant),
      connection: this.init.createConnection(participant),
      track: this.trackFor(participant),
      opus: this.init.opus,
      candidateRules: this.init.candidateRules,
      iceGatheringTimeout: this.init.iceGatheringTimeout,
      log: this.log
    })
    this.budget.add(participant, performance.now())
    this.links.set(participant, link)
    this.absence.add(participant, performance.now())
    this.listen(link)
    this.monitor.add(link)
    link.start()
  }

  private trackFor (participant: string): MediaStreamTrack | undefined {
    return this.withheld.has(participant) ? undefined : this.microphone?.track ?? this.readyTrack()
  }

  /** A microphone that was open before the call began needs no waiting for */
  private readyTrack (): MediaStreamTrack | undefined {
    return typeof this.init.microphone === 'function' || this.replaced ? undefined : this.init.microphone.track
  }

  private listen (link: Link): void {
    const { participant } = link
    const { signaling } = this.init

    link.addEventListener('description', ({ detail }) => {
      if (detail.type === 'offer') {
        signaling.sendOffer(participant, detail)
      } else {
        signaling.sendAnswer(participant, detail)
      }
    })
    link.addEventListener('candidates', ({ detail: { candidates, usernameFragment, complete } }) => {
      if (candidates.length > 0) {
        signaling.sendCandidates(participant, candidates.map(candidate => ({ candidate, usernameFragment, sdpMid: '0', sdpMLineIndex: 0 })))
      }

      if (complete) {
        signaling.sendCandidates(participant, [])
      }
    })
    link.addEventListener('goodbye', () => {
      this.safeDispatchEvent('participant:goodbye', { detail: participant })
      this.handleParticipantLeft(participant)
    })
    link.addEventListener('restart', () => { signaling.sendRestart(participant) })
    link.addEventListener('dropped', ({ detail: { reason, offence } }) => {
      this.drop(reason)

      if (offence) {
        this.blame(participant)
      }
    })
    link.addEventListener('stalled', () => { this.onStalled(link) })
    link.addEventListener('track', ({ detail: track }) => { this.safeDispatchEvent('track', { detail: { participant, track } }) })
    link.addEventListener('channel', () => { this.safeDispatchEvent('link:channel', { detail: participant }) })
    link.addEventListener('message', ({ detail: bytes }) => { this.safeDispatchEvent('link:message', { detail: { participant, bytes } }) })
    link.addEventListener('problem', ({ detail: error }) => { this.safeDispatchEvent('link:problem', { detail: { participant, error } }) })
    link.addEventListener('state', ({ detail: state }) => { this.onLinkState(link, state) })
  }

  private onLinkState (link: Link, state: LinkState): void {
    const { participant } = link

    if (this.links.get(participant) !== link) {
      return
    }

    this.safeDispatchEvent('link:state', { detail: { participant, state } })

    if (state === 'connected') {
      this.stalls.delete(participant)
      this.absence.remove(participant)
      this.setState('active')
    } else if (state === 'closed' && this.members.has(participant)) {
      // nobody here closed it: the other end was not heard for too long
      this.lose(participant)
    }
  }

  private watchForAbsence (): void {
    const { isHeard } = this.init

    if (isHeard != null) {
      this.absenceTimer = setInterval(() => {
        this.absence.tick(performance.now(), isHeard).forEach(participant => {
          this.lose(participant, new LinkFailedError('Nothing was heard for too long, and nobody else hears anything'))
        })
      }, HEARTBEAT_INTERVAL)
    }
  }

  private lose (participant: string, error?: Error): void {
    if (error != null) {
      this.safeDispatchEvent('link:problem', { detail: { participant, error } })
    }

    this.safeDispatchEvent('participant:lost', { detail: participant })
    this.handleParticipantLeft(participant)
  }

  /** Messages may have been lost on the way: everything begins anew */
  private onStalled (link: Link): void {
    const { participant } = link
    const stalls = (this.stalls.get(participant) ?? 0) + 1

    if (this.links.get(participant) !== link || this.postponed.has(participant)) {
      return
    }

    this.stalls.set(participant, stalls)
    this.safeDispatchEvent('link:stalled', { detail: participant })

    if (stalls > MAX_STALLS) {
      this.lose(participant, new LinkFailedError('No direct connection came about: a firewall or NAT may be in the way, an ICE server (TURN) would help'))
    } else if (link.initiator) {
      this.connect(participant)
    } else {
      this.init.signaling.sendRestart(participant)
      link.wait()
    }
  }

  private disconnect (participant: string): void {
    const link = this.links.get(participant)

    this.postponed.delete(participant)

    if (link == null) {
      return
    }

    this.links.delete(participant)
    this.budget.remove(participant, performance.now())
    this.monitor.remove(link)
    link.close()
    this.safeDispatchEvent('link:state', { detail: { participant, state: 'closed' } })
  }

  private guard (from: string, handle: () => void): void {
    try {
      handle()
    } catch (err: any) {
      this.drop(err.name)
      this.safeDispatchEvent('link:problem', { detail: { participant: from, error: err } })
      this.disconnect(from)
      this.blame(from)
    }
  }

  private mayHandle (from: string): boolean {
    return this.members.has(from) && this.isOpen()
  }

  private isOpen (): boolean {
    return this.current === 'joining' || this.current === 'active'
  }

  private drop (reason: string): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1
    this.log('dropped a message: %s', reason)
  }

  private blame (participant: string): void {
    this.safeDispatchEvent('participant:offence', { detail: participant })
  }

  private checkSoftLimit (): void {
    const estimate = estimateBandwidth(this.members.size + 1)

    if (estimate.warning !== this.warned) {
      this.warned = estimate.warning
      this.log('%d participants, soft limit is %d', estimate.participantCount, SOFT_LIMIT)
      this.safeDispatchEvent('limit', { detail: estimate })
    }
  }

  private setState (state: CallState): void {
    if (!isCallTransition(this.current, state)) {
      return
    }

    this.log('call: %s -> %s', this.current, state)
    this.current = state
    this.safeDispatchEvent('state', { detail: state })
  }
}
