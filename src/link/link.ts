import { TypedEventEmitter } from 'main-event'
import { equals } from 'uint8arrays/equals'
import { CandidateBatch } from './candidate-batch.ts'
import { isAcceptableCandidate } from './candidates.ts'
import { CertificateGuard } from './certificate-guard.ts'
import { IceGatheringTimeoutError, LinkFailedError } from './errors.ts'
import { sharedGate } from './gathering-gate.ts'
import { isLinkTransition } from './link-state.ts'
import { HEARTBEAT_INTERVAL, LivenessMonitor } from './liveness.ts'
import { RemoteCandidates } from './remote-candidates.ts'
import { RestartLimit } from './restart-limit.ts'
import { buildSdp, parseSdp } from './sdp.ts'
import type { CandidateRules } from './candidates.ts'
import type { LinkState } from './link-state.ts'
import type { Liveness } from './liveness.ts'
import type { OpusOptions, SectionIds } from './sdp.ts'
import type { SessionParameters } from './session-parameters.ts'
import type { Logger } from '@libp2p/interface'

/** ms that ICE gathering may take. Nobody waits for it: candidates trickle */
export const ICE_GATHERING_TIMEOUT = 30_000

/** ms that a link takes to connect when nothing is lost, and some more */
const CONNECT_TIMEOUT = 4_000

/** The stream id of the negotiated data channel (RFC 8832 is not needed for it) */
const CHANNEL_ID = 0

/** The last text over a data channel. It needs no signature: DTLS says whose channel it is */
const GOODBYE = 'bye'

/** Bytes that may wait in the data channel before more are dropped */
const MAX_CHANNEL_BUFFER = 1_048_576

export interface LocalCandidates {
  usernameFragment: string
  candidates: string[]
  /** No more will follow in this generation */
  complete: boolean
}

/** Something of the other end that was not used */
export interface Dropped {
  reason: 'candidate' | 'unexpected-offer' | 'unexpected-answer' | 'too-many-restarts'
  /** Whether no honest end sends it */
  offence: boolean
}

export interface LinkEvents {
  /** Send this to the other end */
  description: CustomEvent<RTCSessionDescriptionInit>
  /** Send these to the other end */
  candidates: CustomEvent<LocalCandidates>
  state: CustomEvent<LinkState>
  track: CustomEvent<MediaStreamTrack>
  /** The data channel is open */
  channel: CustomEvent<void>
  /** Bytes that came over the data channel */
  message: CustomEvent<Uint8Array>
  /** The other end leaves the call */
  goodbye: CustomEvent<void>
  /** Ask the higher key to restart ICE */
  restart: CustomEvent<void>
  /** Not connected in time, or the other end has made its connection anew */
  stalled: CustomEvent<void>
  dropped: CustomEvent<Dropped>
  /** Something failed; the link says by its state whether it goes on */
  problem: CustomEvent<Error>
}

export interface LinkInit {
  /** The other end's public key */
  participant: string
  /** Whether this end makes the offers: it has the higher public key */
  initiator: boolean
  connection: RTCPeerConnection
  track?: MediaStreamTrack
  opus?: OpusOptions
  candidateRules?: CandidateRules
  log: Logger
  /**
   * ms
   *
   * @default 30_000
   */
  iceGatheringTimeout?: number
  /**
   * ms until the link says that it is stalled
   *
   * @default 4_000
   */
  connectTimeout?: number
}

/**
 * The connection to one participant. Everything that touches negotiation goes
 * through one queue, so that no two descriptions are in the works at once.
 */
export class Link extends TypedEventEmitter<LinkEvents> {
  readonly participant: string
  readonly initiator: boolean
  readonly connection: RTCPeerConnection

  private current: LinkState = 'new'
  private readonly log: Logger
  private readonly init: LinkInit
  private readonly channel: RTCDataChannel
  private readonly local: CandidateBatch
  private readonly guard: CertificateGuard
  private sender?: RTCRtpSender
  private track?: MediaStreamTrack
  private queue: Promise<void> = Promise.resolve()
  private sections?: SectionIds
  private remote?: SessionParameters
  private readonly remoteCandidates = new RemoteCandidates()
  /** SHA-256 of the only certificate that the other end may have */
  private signed?: Uint8Array
  private gatheringTimer?: ReturnType<typeof setTimeout>
  private connectTimer?: ReturnType<typeof setTimeout>
  private heartbeatTimer?: ReturnType<typeof setInterval>
  private liveness?: LivenessMonitor
  private readonly restarts = new RestartLimit()
  private readonly remoteRestarts = new RestartLimit()
  private leaveGate?: () => void
  /** As the events tell: in Node, asking the channel waits for another thread */
  private channelOpen = false

  constructor (init: LinkInit) {
    super()

    this.init = init
    this.participant = init.participant
    this.initiator = init.initiator
    this.connection = init.connection
    this.log = init.log
    this.track = init.track
    this.local = new CandidateBatch(batch => { this.safeDispatchEvent('candidates', { detail: batch }) })

    this.guard = new CertificateGuard({
      connection: init.connection,
      signed: () => this.signed,
      onConfirmed: () => { this.onConfirmed() },
      onFailure: error => { this.fail(error) }
    })

    const connection = this.connection
    connection.onicecandidate = event => { this.onLocalCandidate(event.candidate) }
    connection.onconnectionstatechange = () => { this.onConnectionState() }
    connection.ontrack = event => { this.safeDispatchEvent('track', { detail: event.track }) }

    if (this.initiator) {
      // without a microphone the direction is the same, so that one can be put
      // in later without another offer
      this.sender = connection.addTransceiver(this.track ?? 'audio', { direction: 'sendrecv' }).sender
    }

    this.channel = connection.createDataChannel('groupcall', { negotiated: true, id: CHANNEL_ID })
    this.channel.binaryType = 'arraybuffer'
    this.channel.onopen = () => {
      this.channelOpen = true
      this.guard.confirm()
    }
    this.channel.onclose = () => { this.channelOpen = false }
    this.channel.onmessage = event => { this.onChannelMessage(event.data) }
  }

  get state (): LinkState {
    return this.current
  }

  /** Whether {@link send} reaches the other end */
  get writable (): boolean {
    return this.channelOpen && this.current === 'connected'
  }

  /** The `sess-id` of the other end's descriptions: another one is another connection */
  get remoteSessionId (): bigint | undefined {
    return this.remote?.sessionId
  }

  /** Makes the first offer, when this end is the one to do so */
  start (): void {
    this.setState('connecting')
    this.wait()
    this.guard.start()

    if (this.initiator) {
      this.enqueue(async () => { await this.offer(false) })
    }
  }

  /** Says that it is stalled unless it connects in time */
  wait (): void {
    clearTimeout(this.connectTimer)
    this.connectTimer = setTimeout(() => { this.safeDispatchEvent('stalled') }, this.init.connectTimeout ?? CONNECT_TIMEOUT)
  }

  /**
   * Takes the other end's offer or answer
   *
   * @throws {InvalidSdpError} at once, before anything was touched
   */
  handleDescription (description: RTCSessionDescriptionInit): void {
    const { parameters, sections } = parseSdp(description.sdp ?? '')

    this.enqueue(async () => {
      const expected = description.type === 'offer' ? 'stable' : 'have-local-offer'

      if (this.connection.signalingState !== expected) {
        this.log('dropped an %s of %s while %s', description.type, this.participant, this.connection.signalingState)
        // an answer that nobody asked for: RFC 8829 section 5.6
        this.drop(description.type === 'offer' ? 'unexpected-offer' : 'unexpected-answer', description.type !== 'offer')
        return
      }

      // an offer behind the first one restarts ICE
      if (description.type === 'offer' && this.remote != null && !this.remoteRestarts.take(Date.now())) {
        this.drop('too-many-restarts', false)
        return
      }

      this.signed ??= parameters.fingerprint

      if (!equals(this.signed, parameters.fingerprint)) {
        // a connection keeps its certificate for life (W3C WebRTC section 4.9), so
        // this is of another one: nobody else gets into a link that is there
        this.log('dropped an %s of %s with another certificate', description.type, this.participant)
        this.safeDispatchEvent('stalled')
        return
      }

      this.sections ??= sections
      await this.connection.setRemoteDescription({
        type: description.type,
        sdp: buildSdp({ ...parameters, candidates: [] }, this.sections, this.init.opus)
      })
      this.remote = parameters
      parameters.candidates.forEach(candidate => { this.handleCandidate({ candidate, usernameFragment: parameters.usernameFragment }) })
      this.takeCandidates()

      if (description.type === 'offer') {
        await this.answer()
      }
    })
  }

  /**
   * Takes a candidate of the other end; one that comes before its description
   * waits for it
   */
  handleCandidate (candidate: RTCIceCandidateInit): void {
    if (candidate.candidate == null || candidate.candidate === '' || this.current === 'closed') {
      return
    }

    if (!isAcceptableCandidate(candidate.candidate, this.init.candidateRules) ||
      !this.remoteCandidates.add(candidate.candidate, candidate.usernameFragment ?? undefined)) {
      this.drop('candidate', false)
      return
    }

    this.takeCandidates()
  }

  /**
   * Restarts ICE in place; asks the other end to do so when it is the one to
   * initiate. Does nothing when that happened too often of late.
   */
  restart (now: number = Date.now()): void {
    if (this.current === 'closed' || !this.restarts.take(now)) {
      return
    }

    this.log('restart ICE with %s', this.participant)

    if (this.initiator) {
      this.enqueue(async () => { await this.offer(true) })
    } else {
      this.safeDispatchEvent('restart')
    }
  }

  /** Puts a microphone in, or another one, without a new offer */
  setTrack (track?: MediaStreamTrack): void {
    this.track = track
    this.enqueue(async () => { await this.sender?.replaceTrack(track ?? null) })
  }

  /** Sends bytes over the data channel; returns false when they cannot go */
  send (bytes: Uint8Array): boolean {
    if (!this.writable || this.channel.bufferedAmount > MAX_CHANNEL_BUFFER) {
      return false
    }

    return this.put(bytes.slice())
  }

  /** Tells the other end that this one leaves the call; at once, where a page has no time for more */
  sayGoodbye (): void {
    this.put(GOODBYE)
  }

  /** Ends the link. Harmless when it is closed already */
  close (): void {
    if (this.current === 'closed') {
      return
    }

    this.leaveGate?.()
    clearTimeout(this.gatheringTimer)
    clearTimeout(this.connectTimer)
    this.guard.stop()
    clearInterval(this.heartbeatTimer)
    this.local.stop()
    this.remoteCandidates.clear()
    this.connection.onicecandidate = null
    this.connection.onconnectionstatechange = null
    this.connection.ontrack = null
    this.channelOpen = false
    this.channel.onopen = null
    this.channel.onclose = null
    this.channel.onmessage = null
    this.channel.close()
    this.connection.close()
    this.setState('closed')
  }

  private async offer (iceRestart: boolean): Promise<void> {
    this.leaveGate?.()
    this.leaveGate = await sharedGate.enter()

    // it may have ended while it stood in line
    if (this.state === 'closed') {
      this.leaveGate()
      return
    }

    if (this.connection.signalingState !== 'stable') {
      // an answer was lost: take the offer back before a new one is made
      await this.connection.setLocalDescription({ type: 'rollback' })
    }

    await this.describe(await this.connection.createOffer({ iceRestart }))
  }

  private async answer (): Promise<void> {
    if (this.sender == null) {
      const transceiver = this.connection.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio')

      if (transceiver == null) {
        throw new LinkFailedError('The offer has no audio')
      }

      transceiver.direction = 'sendrecv'
      this.sender = transceiver.sender
      await this.sender.replaceTrack(this.track ?? null)
    }

    await this.describe(await this.connection.createAnswer())
  }

  private async describe (description: RTCSessionDescriptionInit): Promise<void> {
    if (this.current === 'closed') {
      return
    }

    // never read `localDescription` while ICE gathers: it crashes libwebrtc in
    // Node once in some hundred connects
    const { parameters, sections } = parseSdp(description.sdp ?? '')
    const first = this.local.begin(parameters.usernameFragment)
    clearTimeout(this.gatheringTimer)
    this.gatheringTimer = setTimeout(() => { this.onGatheringTimeout() }, this.init.iceGatheringTimeout ?? ICE_GATHERING_TIMEOUT)
    await this.connection.setLocalDescription(description)

    // this machine's own addresses are known within 2 ms and save a message
    const sdp = buildSdp({ ...parameters, candidates: await first }, sections, this.init.opus)

    if (this.state !== 'closed') {
      this.safeDispatchEvent('description', { detail: { type: description.type, sdp } })
      this.local.release()
    }
  }

  private takeCandidates (): void {
    if (this.remote == null) {
      return
    }

    for (const candidate of this.remoteCandidates.take(this.remote.usernameFragment)) {
      this.connection.addIceCandidate({ candidate, sdpMid: this.sections?.audio, sdpMLineIndex: 0 })
        .catch(err => {
          this.log('candidate of %s not taken - %e', this.participant, err)
          this.drop('candidate', false)
        })
    }
  }

  private onLocalCandidate (candidate: RTCIceCandidate | null): void {
    if (candidate == null || candidate.candidate === '') {
      clearTimeout(this.gatheringTimer)
      this.local.complete()
      return
    }

    this.local.add(candidate.candidate)
  }

  private onGatheringTimeout (): void {
    this.local.complete()
    this.safeDispatchEvent('problem', {
      detail: new IceGatheringTimeoutError('Finding this machine\'s addresses took too long: a network interface or an ICE server does not answer')
    })
  }

  private onConnectionState (): void {
    const state = this.connection.connectionState
    this.log.trace('connection to %s is %s', this.participant, state)

    if (state === 'connected') {
      this.guard.confirm()
    } else if (state === 'failed' && this.guard.checkHandshake()) {
      if (this.current === 'connected') {
        this.setState('reconnecting')
      }

      this.restart()
    }
  }

  /** Voices flow, and to nobody but the participant */
  private onConfirmed (): void {
    // an other end without a data channel: its media is all there is of it
    if (this.channelOpen || (this.remote != null && this.sections?.data == null)) {
      this.setState('connected')
    }

    if (this.writable && this.liveness == null) {
      this.safeDispatchEvent('channel')
      this.liveness = new LivenessMonitor(performance.now())
      this.heartbeatTimer = setInterval(() => { this.beat() }, HEARTBEAT_INTERVAL)
      this.beat()
    }
  }

  private onChannelMessage (data: unknown): void {
    this.liveness?.hear(performance.now())

    if (this.current === 'reconnecting') {
      this.guard.confirm()
    }

    if (data === GOODBYE) {
      this.safeDispatchEvent('goodbye')
      return
    }

    // a heartbeat is an empty text: it says all by coming
    if (data instanceof ArrayBuffer) {
      this.safeDispatchEvent('message', { detail: new Uint8Array(data) })
    }
  }

  private beat (): void {
    // a restart or a renegotiation must not have let somebody else in
    if (!this.guard.check()) {
      return
    }

    if (this.channel.bufferedAmount === 0) {
      this.put('')
    }

    this.onLiveness(this.liveness?.tick(performance.now()) ?? 'alive')
  }

  /**
   * Returns false when the channel is not open. In Node it may have closed on
   * another thread although it still says that it is.
   */
  private put (data: string | Uint8Array<ArrayBuffer>): boolean {
    if (!this.channelOpen) {
      return false
    }

    try {
      // the two are one to the channel, but overloads to TypeScript
      this.channel.send(data as string)

      return true
    } catch (err) {
      this.log('not sent to %s - %e', this.participant, err)

      return false
    }
  }

  private onLiveness (liveness: Liveness): void {
    if (liveness === 'gone') {
      this.fail(new LinkFailedError('Nothing was heard for too long'))
    } else if (liveness === 'silent' && this.current === 'connected') {
      this.setState('reconnecting')
    } else if (liveness === 'lost' && this.current === 'reconnecting') {
      this.restart()
    }
  }

  private fail (error: Error): void {
    this.safeDispatchEvent('problem', { detail: error })
    this.close()
  }

  private drop (reason: Dropped['reason'], offence: boolean): void {
    this.safeDispatchEvent('dropped', { detail: { reason, offence } })
  }

  private enqueue (task: () => Promise<void>): void {
    this.queue = this.queue.then(async () => {
      if (this.current !== 'closed') {
        await task()
      }
    }).catch(err => {
      if (this.current === 'closed') {
        return
      }

      this.log.error('negotiation with %s failed - %e', this.participant, err)
      this.safeDispatchEvent('problem', { detail: err })
    })
  }

  private setState (state: LinkState): void {
    if (!isLinkTransition(this.current, state)) {
      return
    }

    this.log('%s: %s -> %s', this.participant, this.current, state)
    this.current = state

    if (state === 'connected') {
      clearTimeout(this.connectTimer)
      this.leaveGate?.()
    }

    this.safeDispatchEvent('state', { detail: state })
  }
}
