import { CandidateBatch } from './candidate-batch.ts'
import { parseSdp } from './sdp-parser.ts'
import type { LinkDescription } from './session-parameters.ts'
import type { LocalCandidates } from './types.ts'

export interface LocalDescriptionInit {
  connection: RTCPeerConnection
  /** How long ICE gathering may take, in ms */
  timeout: number
  onDescription(description: LinkDescription): void
  onCandidates(candidates: LocalCandidates): void
  /** Called when ICE starts to gather */
  onGathering(type: LinkDescription['type']): void
  /** Called when gathering has ended */
  onGathered(): void
  /** Called when gathering takes too long, before `onGathered`; the candidates found so far were passed on */
  onTimeout(): void
}

/**
 * The local description: it is sent with the candidates that are known at once,
 * and the others follow as ICE finds them
 */
export class LocalDescription {
  private readonly init: LocalDescriptionInit
  private readonly candidates: CandidateBatch
  private timer?: ReturnType<typeof setTimeout>
  private stopped = false

  constructor (init: LocalDescriptionInit) {
    this.init = init
    this.candidates = new CandidateBatch(init.onCandidates)
    init.connection.onicecandidate = event => { this.onCandidate(event.candidate) }
  }

  /**
   * Applies an offer or answer that the connection has created, and passes it on
   *
   * @param description - from `createOffer` or `createAnswer`
   * @param answers - user name fragment of the offer that it answers
   */
  async set (description: RTCSessionDescriptionInit & { type: LinkDescription['type'] }, answers?: string): Promise<void> {
    if (this.stopped) {
      return
    }

    // never read `localDescription` while ICE gathers: in Node, that crashes libwebrtc
    // once in a hundred connections
    const { parameters, sections } = parseSdp(description.sdp)
    const first = this.candidates.begin(parameters.usernameFragment)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => { this.onTimeout() }, this.init.timeout)
    this.init.onGathering(description.type)
    // not awaited before the description is sent: with many connections it takes up to 130 ms
    const applied = this.init.connection.setLocalDescription(description)

    // the addresses of this machine are mostly known within 2 ms: sending them along saves a message
    const candidates = await Promise.race([first, applied.then(async () => first)])

    if (!this.stopped) {
      this.init.onDescription({ type: description.type, parameters: { ...parameters, ...answers == null ? {} : { answers }, candidates }, sections })
      this.candidates.release()
    }

    await applied
  }

  stop (): void {
    this.stopped = true
    clearTimeout(this.timer)
    this.candidates.stop()
    this.init.connection.onicecandidate = null
  }

  private onCandidate (candidate: RTCIceCandidate | null): void {
    if (candidate == null || candidate.candidate === '') {
      this.end()
      return
    }

    this.candidates.add(candidate.candidate)
  }

  private onTimeout (): void {
    this.init.onTimeout()
    this.end()
  }

  private end (): void {
    clearTimeout(this.timer)
    this.candidates.complete()
    this.init.onGathered()
  }
}
