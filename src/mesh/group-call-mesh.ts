import { GroupCallFullError, InvalidCallStateError } from '../errors.ts'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { estimateBandwidth } from './bandwidth.ts'
import { isCallTransition } from './call-state.ts'
import { CarriedVoices } from './carried-voices.ts'
import { DroppedMessages } from './dropped-messages.ts'
import { Incoming } from './incoming.ts'
import { HARD_LIMIT, SOFT_LIMIT } from './limits.ts'
import { MeshLinks } from './mesh-links.ts'
import { SharedMicrophone } from './shared-microphone.ts'
import type { BandwidthEstimate } from './bandwidth.ts'
import type { CallState } from './call-state.ts'
import type { GroupCallMeshEvents, GroupCallMeshInit, Repair } from './types.ts'
import type { CandidateLines, Link, LinkDescription } from '../link/index.ts'
import type { AudioReceiver, Microphone } from '../media/index.ts'
import type { AbortOptions, Logger } from '@libp2p/interface'

/**
 * A call from the point of view of a participant: a link to each of the others. Of
 * two participants, the one with the higher public key initiates.
 *
 * It works with any signaling, because it doesn't know how messages are sent.
 */
export class GroupCallMesh extends SafeEventEmitter<GroupCallMeshEvents> {
  readonly publicKey: string
  callId?: string

  private current: CallState = 'idle'
  private readonly log: Logger
  private readonly dropping: DroppedMessages
  private readonly voice: SharedMicrophone
  private readonly carried = new CarriedVoices()
  private readonly links: MeshLinks
  private readonly incoming: Incoming
  private leaving?: Promise<void>
  private warned = false

  constructor (init: GroupCallMeshInit) {
    super(init.log)

    const { publicKey, log } = init
    const dropped = new DroppedMessages(this, log)
    this.publicKey = publicKey
    this.log = log
    this.dropping = dropped
    this.voice = new SharedMicrophone({
      source: init.microphone,
      isOpen: () => this.isOpen(),
      mixFor: participant => this.carried.trackFor(participant),
      onChange: microphone => { this.onMicrophone(microphone) },
      onTrack: microphone => { this.onTrack(microphone) },
      log
    })
    this.links = new MeshLinks({
      ...init,
      events: this,
      dropped,
      trackFor: participant => this.voice.trackFor(participant),
      onConnected: () => { this.setState('active') },
      onGone: participant => { this.handleParticipantLeft(participant) }
    })
    this.incoming = new Incoming({
      publicKey,
      links: this.links,
      events: this,
      dropped,
      mayHandle: participant => this.links.has(participant) && this.isOpen()
    })
  }

  get state (): CallState {
    return this.current
  }

  /** Public keys of the other participants */
  get participants (): string[] {
    return this.links.participants
  }

  /** Number of messages that were dropped because they made no sense, by reason */
  get dropped (): Readonly<Record<string, number>> {
    return this.dropping.counts
  }

  get microphone (): Microphone | undefined {
    return this.voice.microphone
  }

  /** @internal */
  getLink (participant: string): Link | undefined {
    return this.links.get(participant)
  }

  estimateBandwidth (participantCount: number = this.participants.length + 1): BandwidthEstimate {
    return estimateBandwidth(participantCount)
  }

  /**
   * Starts a call, which is active at once; `participants` are the public keys of
   * the others
   *
   * @throws {GroupCallFullError} before the microphone is opened
   */
  async startCall (callId: string, participants: string[] = [], options: AbortOptions = {}): Promise<void> {
    this.enter(callId, participants, options)
    this.setState('active')
    await this.voice.opened()
  }

  /**
   * Joins a call; it is active as soon as a link is connected, or at once if nobody
   * else is in it
   *
   * @throws {GroupCallFullError} before the microphone is opened
   */
  async joinCall (callId: string, participants: string[] = [], options: AbortOptions = {}): Promise<void> {
    this.enter(callId, participants, options)

    if (participants.length === 0) {
      this.setState('active')
    }

    await this.voice.opened()
  }

  /** Switches to another microphone, without a new offer; the previous one is stopped */
  async setMicrophone (microphone: Microphone): Promise<void> {
    await this.voice.replace(microphone)
  }

  /**
   * Sends a participant no audio until it is released, whichever microphone is used;
   * the participant may join later
   */
  withhold (participant: string): void {
    this.voice.withhold(participant)
    this.links.get(participant)?.setTrack(undefined)
  }

  /** Sends a participant the same audio as all others again; idempotent */
  release (participant: string): void {
    if (this.voice.release(participant)) {
      this.links.get(participant)?.setTrack(this.voice.trackFor(participant))
    }
  }

  /**
   * Mixes the voices of others into what a participant is sent, because it has no link to
   * them. An empty list sends only the microphone. No new offer is needed. Pass only voices
   * received directly from their owners, or a participant may hear a voice twice.
   */
  carry (to: string, voices: readonly AudioReceiver[]): void {
    if (this.carried.set(to, this.isOpen() ? voices : [])) {
      this.links.get(to)?.setTrack(this.voice.trackFor(to))
    }
  }

  /**
   * Tells the others over their links that we leave, in time even for a page that is
   * being closed. Returns the participants that this reaches.
   *
   * @param later - participants to tell another time, because messages go through them until then
   */
  sayGoodbye (later: readonly string[] = []): string[] {
    return this.participants.filter(participant => !later.includes(participant) && this.links.get(participant)?.sayGoodbye())
  }

  /** Closes all links and stops the microphone; idempotent */
  async leaveCall (): Promise<void> {
    this.leaving ??= this.leave()
    await this.leaving
  }

  handleParticipantJoined (participant: string): void {
    if (participant === this.publicKey || this.links.has(participant) || !this.isOpen()) {
      return
    }

    if (this.participants.length + 1 >= HARD_LIMIT) {
      throw new GroupCallFullError()
    }

    this.links.add(participant)
    this.safeDispatchEvent('participant:join', { detail: participant })
    this.checkSoftLimit()
    this.links.connect(participant)
  }

  handleParticipantLeft (participant: string): void {
    if (!this.links.remove(participant)) {
      return
    }

    this.safeDispatchEvent('participant:leave', { detail: participant })
    this.checkSoftLimit()
  }

  /**
   * Changes the ICE servers of all links. `createConnection` must use the same
   * configuration from now on.
   *
   * @param configuration
   * @param options
   * @param options.retry - let links that aren't connected look for a way through them at once
   */
  setConfiguration (configuration: RTCConfiguration, { retry = false }: { retry?: boolean } = {}): void {
    this.links.forEach(link => { link.setConfiguration(configuration, retry) })
  }

  /** Called when any message from a participant arrives, over any path */
  markAlive (participant: string): void {
    this.links.markAlive(participant)
  }

  /** Repairs the link to a participant after a change of the network, or sleep */
  repair (participant: string, how: Repair): void {
    if (this.links.has(participant) && this.isOpen()) {
      this.links.repair(participant, how)
    }
  }

  /**
   * Takes an offer from a participant, as whole SDP. If the rules don't allow it,
   * it is counted and dropped.
   */
  handleOffer (from: string, offer: RTCSessionDescriptionInit): void {
    this.incoming.handleSdp(from, 'offer', offer)
  }

  /** Takes an answer from a participant, as whole SDP */
  handleAnswer (from: string, answer: RTCSessionDescriptionInit): void {
    this.incoming.handleSdp(from, 'answer', answer)
  }

  /**
   * Takes a candidate; it is kept until its offer arrives. `null` is the end of
   * candidates.
   */
  handleCandidate (from: string, candidate: RTCIceCandidateInit | null): void {
    if (candidate?.candidate != null) {
      this.incoming.handleCandidate(from, candidate.candidate, candidate.usernameFragment ?? undefined)
    }
  }

  /** Takes an offer or answer from signaling that sends parameters, see `ParameterSignaling` */
  handleDescription (from: string, description: LinkDescription): void {
    this.incoming.handleDescription(from, description)
  }

  /**
   * Takes an offer that came with the request of a participant to be let in. It may have
   * sent another one since
   */
  handleEarlyOffer (from: string, description: LinkDescription): void {
    if (this.links.get(from)?.remoteSessionId == null) {
      this.handleDescription(from, description)
    }
  }

  /** Takes candidates from signaling that sends parameters */
  handleCandidates (from: string, { candidates, usernameFragment }: CandidateLines): void {
    candidates.forEach(candidate => { this.incoming.handleCandidate(from, candidate, usernameFragment) })
  }

  /** Called when the lower key asks for an ICE restart or, if `fresh`, for another connection */
  handleRestart (from: string, fresh = false): void {
    this.incoming.handleRestart(from, fresh)
  }

  /**
   * Restarts ICE in all links at once, and retries those that don't connect: call this
   * when the network of this machine has changed
   */
  restartAll (): void {
    this.links.restartAll()
  }

  private enter (callId: string, participants: string[], options: AbortOptions): void {
    if (this.current !== 'idle') {
      throw new InvalidCallStateError(`This call is ${this.current}: create another`)
    }

    const others = new Set(participants.filter(participant => participant !== this.publicKey))

    if (others.size + 1 > HARD_LIMIT) {
      throw new GroupCallFullError()
    }

    this.callId = callId
    this.setState('joining')
    this.links.start()
    this.voice.open(options)
    others.forEach(participant => { this.handleParticipantJoined(participant) })
  }

  private onTrack (microphone: Microphone): void {
    this.carried.setMicrophone(microphone.track)
    this.links.forEach(link => { link.setTrack(this.voice.trackFor(link.participant)) })
  }

  private onMicrophone (microphone: Microphone): void {
    this.onTrack(microphone)
    this.safeDispatchEvent('microphone', { detail: microphone })
  }

  private async leave (): Promise<void> {
    if (this.current === 'ended') {
      return
    }

    if (this.current !== 'idle') {
      this.setState('leaving')
    }

    this.links.stop()
    this.participants.forEach(participant => { this.handleParticipantLeft(participant) })
    this.carried.stop()
    await this.voice.stop()
    await this.links.closed()
    this.setState('ended')
  }

  private isOpen (): boolean {
    return this.current === 'joining' || this.current === 'active'
  }

  private checkSoftLimit (): void {
    const estimate = estimateBandwidth(this.participants.length + 1)

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
