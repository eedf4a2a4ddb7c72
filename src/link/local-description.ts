import { CandidateBatch } from './candidate-batch.ts'
import { parseSdp } from './sdp.ts'
import type { LinkDescription } from './session-parameters.ts'
import type { LocalCandidates } from './types.ts'

export interface LocalDescriptionInit {
  connection: RTCPeerConnection
  /** How long ICE gathering may take, in ms */
  timeout: number
  onDescription(description: LinkDescription): void
  onCandidates(candidates: LocalCandidates): void
  /** Some address is still being waited for; those that are known were handed on */
  onTimeout(): void
}

/**
 * What this end tells of itself: a description with the candidates that are known at
 * once, then the others as ICE finds them
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

  /** Applies an offer or answer that the connection has created, and passes it on */
  async set (description: RTCSessionDescriptionInit & { type: LinkDescription['type'] }): Promise<void> {
    if (this.stopped) {
      return
    }

    // never read `localDescription` while ICE gathers: it crashes libwebrtc in
    // Node once in some hundred connects
    const { parameters, sections } = parseSdp(description.sdp)
    const first = this.candidates.begin(parameters.usernameFragment)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => { this.onTimeout() }, this.init.timeout)
    await this.init.connection.setLocalDescription(description)

    // this machine's own addresses are known within 2 ms and save a message
    const candidates = await first

    if (!this.stopped) {
      this.init.onDescription({ type: description.type, parameters: { ...parameters, candidates }, sections })
      this.candidates.release()
    }
  }

  stop (): void {
    this.stopped = true
    clearTimeout(this.timer)
    this.candidates.stop()
    this.init.connection.onicecandidate = null
  }

  private onCandidate (candidate: RTCIceCandidate | null): void {
    if (candidate == null || candidate.candidate === '') {
      clearTimeout(this.timer)
      this.candidates.complete()
      return
    }

    this.candidates.add(candidate.candidate)
  }

  private onTimeout (): void {
    this.candidates.complete()
    this.init.onTimeout()
  }
}
