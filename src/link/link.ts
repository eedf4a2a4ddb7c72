import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { CertificateGuard } from './certificate-guard.ts'
import { LinkFailedError } from './errors.ts'
import { LINK_LIMITS } from './limits.ts'
import { LinkChannel } from './link-channel.ts'
import { isLinkTransition } from './link-state.ts'
import { Negotiation } from './negotiation.ts'
import { RestartLimit } from './restart-limit.ts'
import type { LinkLimits } from './limits.ts'
import type { LinkState } from './link-state.ts'
import type { Liveness } from './liveness.ts'
import type { LinkDescription } from './session-parameters.ts'
import type { LinkEvents, LinkInit } from './types.ts'
import type { Logger } from '@libp2p/interface'

/**
 * The connection to a participant: establishes it, keeps it up, and reports its
 * state
 */
export class Link extends SafeEventEmitter<LinkEvents> {
  readonly participant: string
  readonly initiator: boolean
  readonly connection: RTCPeerConnection

  private current: LinkState = 'new'
  private readonly log: Logger
  private readonly limits: LinkLimits
  private readonly now: () => number
  private readonly negotiation: Negotiation
  private readonly channel: LinkChannel
  private readonly guard: CertificateGuard
  private readonly restarts: RestartLimit
  private readonly ended = Promise.withResolvers<void>()
  private connectTimer?: ReturnType<typeof setTimeout>

  constructor (init: LinkInit) {
    super(init.log)

    const { connection, log } = init
    this.participant = init.participant
    this.initiator = init.initiator
    this.connection = connection
    this.log = log
    this.limits = { ...LINK_LIMITS, ...init.limits }
    this.now = init.now ?? (() => performance.now())
    this.restarts = new RestartLimit(this.limits.maxRestarts, this.limits.restartPeriod)

    this.guard = new CertificateGuard({
      connection,
      signed: () => this.negotiation.signed,
      onConfirmed: () => { this.onConfirmed() },
      onFailure: error => { this.fail(error) }
    })
    connection.onconnectionstatechange = () => { this.onConnectionState() }
    connection.ontrack = event => { this.safeDispatchEvent('track', { detail: event.track }) }

    // in this order: audio comes before data in an offer
    this.negotiation = new Negotiation({ ...init, limits: this.limits, now: this.now, events: this })
    this.channel = new LinkChannel({
      connection,
      limits: this.limits,
      now: this.now,
      onOpen: () => { this.guard.confirm() },
      onHeard: () => {
        if (this.current === 'reconnecting') {
          this.guard.confirm()
        }
      },
      onMessage: detail => { this.safeDispatchEvent('message', { detail }) },
      onGoodbye: () => { this.safeDispatchEvent('goodbye') },
      // a restart or a renegotiation might have let somebody else in
      mayBeat: () => this.guard.check(),
      onLiveness: liveness => { this.onLiveness(liveness) },
      log
    })
  }

  get state (): LinkState {
    return this.current
  }

  /** Whether {@link send} reaches the remote end */
  get writable (): boolean {
    return this.channel.open && this.current === 'connected'
  }

  /** The `sess-id` of the remote descriptions: it changes with the connection */
  get remoteSessionId (): bigint | undefined {
    return this.negotiation.remote?.sessionId
  }

  /** Creates the first offer if this end initiates */
  start (): void {
    this.setState('connecting')
    this.wait()
    this.guard.start()

    if (this.initiator) {
      this.negotiation.offer(false)
    }
  }

  /** Dispatches `stalled` unless the link connects in time */
  wait (): void {
    clearTimeout(this.connectTimer)
    this.connectTimer = setTimeout(() => { this.safeDispatchEvent('stalled') }, this.limits.connectTimeout)
  }

  /**
   * Takes an offer or answer from the remote end
   *
   * @throws {InvalidSdpError} at once, before anything was changed
   */
  handleDescription (description: LinkDescription): void {
    this.negotiation.handleDescription(description)
  }

  /**
   * Takes a candidate line from the remote end; it is kept until the description
   * of its ICE generation arrives
   *
   * @param candidate - `candidate:…`, or empty for the end of candidates
   * @param usernameFragment - of that generation; any if absent
   */
  handleCandidate (candidate: string, usernameFragment?: string): void {
    this.negotiation.handleCandidate(candidate, usernameFragment)
  }

  /**
   * Restarts ICE in place, or asks the remote end to if that end initiates. Does
   * nothing if there were too many restarts lately.
   */
  restart (): void {
    if (this.current === 'closed' || !this.restarts.take(this.now())) {
      return
    }

    this.log('restart ICE with %s', this.participant)

    if (this.initiator) {
      this.negotiation.offer(true)
    } else {
      this.safeDispatchEvent('restart')
    }
  }

  /** Sends another track, or none, without a new offer */
  setTrack (track?: MediaStreamTrack): void {
    this.negotiation.setTrack(track)
  }

  /** Sends bytes over the data channel; returns false if that isn't possible */
  send (bytes: Uint8Array): boolean {
    return this.writable && this.channel.send(bytes)
  }

  /**
   * Tells the remote end that we leave the call, in time even for a page that is being
   * closed. Returns false if that doesn't reach it. Nothing is sent afterwards.
   */
  sayGoodbye (): boolean {
    return this.channel.sayGoodbye() && this.current === 'connected'
  }

  /** Closes the link; idempotent */
  close (): void {
    if (this.current === 'closed') {
      return
    }

    clearTimeout(this.connectTimer)
    this.negotiation.stop()
    this.guard.stop()
    this.connection.onconnectionstatechange = null
    this.connection.ontrack = null
    this.channel.end(() => {
      this.connection.close()
      this.ended.resolve()
    })
    this.setState('closed')
  }

  /** Resolves when the connection of a closed link is closed, too: the remote end is told before */
  async closed (): Promise<void> {
    await this.ended.promise
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

  /** Called when audio flows, to nobody except the participant */
  private onConfirmed (): void {
    if (this.channel.open || this.negotiation.withoutChannel) {
      this.setState('connected')
    }

    if (this.writable && !this.channel.beating) {
      this.safeDispatchEvent('channel')
      this.channel.startHeartbeat()
    }
  }

  private onLiveness (liveness: Liveness): void {
    if (liveness === 'gone') {
      this.fail(new LinkFailedError('No sign of life for too long'))
    } else if (liveness === 'silent' && this.current === 'connected') {
      this.setState('reconnecting')
    } else if (liveness === 'lost' && this.current === 'reconnecting') {
      this.restart()
    }
  }

  /** Closes the link without a last message: nobody is at the remote end, or somebody who shouldn't be */
  private fail (error: Error): void {
    this.safeDispatchEvent('problem', { detail: error })
    this.channel.cut()
    this.close()
  }

  private setState (state: LinkState): void {
    if (!isLinkTransition(this.current, state)) {
      return
    }

    this.log('%s: %s -> %s', this.participant, this.current, state)
    this.current = state

    if (state === 'connected') {
      clearTimeout(this.connectTimer)
      this.negotiation.letOthersGather()
    }

    this.safeDispatchEvent('state', { detail: state })
  }
}
