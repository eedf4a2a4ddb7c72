import { equals } from 'uint8arrays/equals'
import { isAcceptableCandidate } from './candidates.ts'
import { IceGatheringTimeoutError, LinkFailedError } from './errors.ts'
import { sharedGate } from './gathering-gate.ts'
import { LocalDescription } from './local-description.ts'
import { nameSections, namesAnother } from './offer-names.ts'
import { RemoteCandidates } from './remote-candidates.ts'
import { RestartLimit } from './restart-limit.ts'
import { buildSdp, checkDescription } from './sdp.ts'
import { DEFAULT_SECTION_IDS } from './session-parameters.ts'
import type { ConnectClock } from './connect-clock.ts'
import type { LinkLimits } from './limits.ts'
import type { PreparedOffer } from './prepared-offer.ts'
import type { LinkDescription, SectionIds, SessionParameters } from './session-parameters.ts'
import type { Dropped, LinkEvents, LinkInit } from './types.ts'
import type { TypedEventTarget } from 'main-event'

export interface NegotiationInit extends LinkInit {
  limits: LinkLimits
  now(): number
  events: TypedEventTarget<LinkEvents>
  clock: ConnectClock
}

/**
 * Offers, answers and candidates of a link. Everything goes through a queue, so that
 * only one description is being applied at a time.
 */
export class Negotiation {
  private readonly init: NegotiationInit
  private readonly connection: RTCPeerConnection
  private readonly local: LocalDescription
  private readonly remoteCandidates = new RemoteCandidates()
  private readonly remoteRestarts: RestartLimit
  /** The first offer, until it is applied */
  private prepared?: PreparedOffer
  private sender?: RTCRtpSender
  private track?: MediaStreamTrack
  private queue: Promise<void> = Promise.resolve()
  /** As the local WebRTC library names them */
  private sections?: SectionIds
  /** The newest offer that was sent */
  private offered?: SessionParameters
  /** Offers that were sent and not answered, also those that were taken back */
  private unanswered = 0
  /** Whether the remote end has accepted the data channel */
  private acceptsData = false
  private remoteParameters?: SessionParameters
  /** What the remote end has sent last */
  private newest?: SessionParameters
  private certificate?: Uint8Array
  private leaveGate?: () => void
  private stopped = false

  constructor (init: NegotiationInit) {
    const { connection, events, clock } = init

    this.init = init
    this.connection = connection
    this.track = init.track
    this.remoteRestarts = new RestartLimit(init.limits.maxRestarts, init.limits.restartPeriod)
    this.local = new LocalDescription({
      connection,
      timeout: init.limits.iceGatheringTimeout,
      onDescription: description => { this.onDescription(description) },
      onCandidates: detail => { events.safeDispatchEvent('candidates', { detail }) },
      onGathering: type => { clock.onGathering(type === 'offer') },
      onGathered: () => { clock.onGathered() },
      onTimeout: () => {
        events.safeDispatchEvent('problem', {
          detail: new IceGatheringTimeoutError('Finding the addresses of this machine took too long: a network interface or an ICE server doesn\'t answer')
        })
      }
    })

    if (init.prepared != null) {
      this.prepared = init.prepared
      this.sender = init.prepared.sender
      this.setTrack(this.track)
    } else if (init.initiator) {
      // the direction is the same without a microphone, so that it can be added later
      // without another offer
      this.sender = connection.addTransceiver(this.track ?? 'audio', { direction: 'sendrecv' }).sender
    }
  }

  /** The newest remote description */
  get remote (): SessionParameters | undefined {
    return this.remoteParameters
  }

  /** The `sess-id` of the newest description, which may have yet to be applied */
  get remoteSessionId (): bigint | undefined {
    return this.newest?.sessionId
  }

  /** SHA-256 of the only certificate that the remote end may have */
  get signed (): Uint8Array | undefined {
    return this.certificate
  }

  /** Whether the remote end has no data channel, and never will: audio is all it has */
  get withoutChannel (): boolean {
    return this.remoteParameters != null && !this.acceptsData
  }

  /** Creates an offer when its turn comes */
  offer (iceRestart: boolean): void {
    this.enqueue(async () => { await this.makeOffer(iceRestart) })
  }

  /** @throws {InvalidSdpError} at once, before anything was changed */
  handleDescription (description: LinkDescription): void {
    checkDescription(description)
    this.newest = description.parameters
    this.enqueue(async () => { await this.take(description) })
  }

  handleCandidate (candidate: string, usernameFragment?: string): void {
    // an empty line is the end of candidates
    if (candidate === '' || this.stopped) {
      return
    }

    if (!isAcceptableCandidate(candidate) || this.init.allowsCandidate?.(candidate) === false || !this.remoteCandidates.add(candidate, usernameFragment)) {
      this.drop('candidate', false)
      return
    }

    this.takeCandidates()
  }

  setTrack (track?: MediaStreamTrack): void {
    this.track = track
    this.enqueue(async () => { await this.sender?.replaceTrack(track ?? null) })
  }

  /** Called when the link no longer gathers: the next may begin */
  letOthersGather (): void {
    this.leaveGate?.()
  }

  stop (): void {
    this.stopped = true
    this.leaveGate?.()
    this.local.stop()
    this.remoteCandidates.clear()
  }

  private onDescription (description: LinkDescription): void {
    const { type, parameters, sections = DEFAULT_SECTION_IDS } = description
    let detail = description

    if (type === 'offer') {
      this.offered = parameters
      this.unanswered++
      this.sections = sections
      detail = { ...description, sections: nameSections(sections, parameters.sessionId) }
    }

    this.init.events.safeDispatchEvent('description', { detail })
  }

  /** Returns whether an offer is the last one again: every other one has another user name fragment */
  private isRepeated ({ sessionId, usernameFragment }: SessionParameters): boolean {
    const { remoteParameters } = this

    return !this.init.initiator && remoteParameters?.sessionId === sessionId && remoteParameters.usernameFragment === usernameFragment
  }

  /** Returns why an offer or answer doesn't fit, if it doesn't */
  private unfit ({ type, parameters, sections }: LinkDescription): Dropped | undefined {
    const { signalingState } = this.connection

    if (type === 'offer') {
      return signalingState === 'stable' ? undefined : { reason: 'unexpected-offer', violation: false }
    }

    const { offered } = this

    if (offered != null && ((parameters.answers ?? offered.usernameFragment) !== offered.usernameFragment || namesAnother(sections ?? DEFAULT_SECTION_IDS, offered.sessionId))) {
      return { reason: 'late-answer', violation: false }
    }

    if (signalingState !== 'have-local-offer') {
      // an answer without an offer: RFC 9429 section 5.6
      return this.unanswered > 0 ? { reason: 'late-answer', violation: false } : { reason: 'unexpected-answer', violation: true }
    }
  }

  private async take (description: LinkDescription): Promise<void> {
    const { type, parameters, sections = DEFAULT_SECTION_IDS } = description
    const { participant, log } = this.init

    if (type === 'offer' && this.isRepeated(parameters)) {
      // a request to be let in brought it without candidates
      parameters.candidates.forEach(candidate => { this.handleCandidate(candidate, parameters.usernameFragment) })
      return
    }

    const dropped = this.unfit(description)

    if (type === 'answer') {
      this.unanswered = Math.max(0, this.unanswered - 1)
    }

    if (dropped != null) {
      log('dropped an %s from %s while %s', type, participant, this.connection.signalingState)
      this.drop(dropped.reason, dropped.violation)
      return
    }

    // every offer after the first restarts ICE
    if (type === 'offer' && this.remoteParameters != null && !this.remoteRestarts.take(this.init.now())) {
      this.drop('too-many-restarts', false)
      return
    }

    this.certificate ??= parameters.fingerprint

    if (!equals(this.certificate, parameters.fingerprint)) {
      // a connection keeps its certificate for life (W3C WebRTC section 4.9), so this
      // belongs to another connection: it doesn't get into an existing link
      log('dropped an %s from %s with another certificate', type, participant)
      this.init.events.safeDispatchEvent('replaced')
      return
    }

    this.sections ??= sections
    this.acceptsData = sections.data != null
    await this.connection.setRemoteDescription({
      type,
      sdp: buildSdp({ ...parameters, candidates: [] }, this.sections, this.init.opus)
    })
    this.remoteParameters = parameters
    parameters.candidates.forEach(candidate => { this.handleCandidate(candidate, parameters.usernameFragment) })
    this.takeCandidates()

    this.init.clock.onDescription()

    if (type === 'offer') {
      await this.makeAnswer()
    }
  }

  private async makeOffer (iceRestart: boolean): Promise<void> {
    this.leaveGate?.()
    this.leaveGate = await sharedGate.enter()

    // the link may have been closed while it waited in line
    if (this.stopped) {
      this.leaveGate()
      return
    }

    if (this.connection.signalingState !== 'stable') {
      // an answer was lost: take the offer back before creating another
      await this.connection.setLocalDescription({ type: 'rollback' })
    }

    const { sdp } = this.prepared ?? await this.connection.createOffer({ iceRestart })
    this.prepared = undefined
    await this.local.set({ type: 'offer', sdp })
  }

  private async makeAnswer (): Promise<void> {
    if (this.sender == null) {
      const transceiver = this.connection.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio')

      if (transceiver == null) {
        throw new LinkFailedError('The offer has no audio')
      }

      transceiver.direction = 'sendrecv'
      this.sender = transceiver.sender
      await this.sender.replaceTrack(this.track ?? null)
    }

    const { sdp } = await this.connection.createAnswer()
    await this.local.set({ type: 'answer', sdp }, this.remoteParameters?.usernameFragment)
  }

  private takeCandidates (): void {
    if (this.remoteParameters == null) {
      return
    }

    for (const candidate of this.remoteCandidates.take(this.remoteParameters.usernameFragment)) {
      this.connection.addIceCandidate({ candidate, sdpMid: this.sections?.audio, sdpMLineIndex: 0 })
        .catch(err => {
          this.init.log('could not add a candidate from %s - %e', this.init.participant, err)
          this.drop('candidate', false)
        })
    }
  }

  private drop (reason: Dropped['reason'], violation: boolean): void {
    this.init.events.safeDispatchEvent('dropped', { detail: { reason, violation } })
  }

  private enqueue (task: () => Promise<void>): void {
    this.queue = this.queue.then(async () => {
      if (!this.stopped) {
        await task()
      }
    }).catch(err => {
      if (this.stopped) {
        return
      }

      this.init.log.error('negotiation with %s failed - %e', this.init.participant, err)
      this.init.events.safeDispatchEvent('problem', { detail: err })
    })
  }
}
