import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { CertificateGuard } from './certificate-guard.ts'
import { ConnectClock } from './connect-clock.ts'
import { LinkFailedError } from './errors.ts'
import { LINK_LIMITS, RESTART_CROSSING } from './limits.ts'
import { createChannel, LinkChannel } from './link-channel.ts'
import { isLinkTransition } from './link-state.ts'
import { Negotiation } from './negotiation.ts'
import { Pulse } from './pulse.ts'
import { RestartLimit } from './restart-limit.ts'
import { RestartPauses } from './restart-pauses.ts'
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
  /** Monotonic ms when the remote end was heard last; undefined before the link was first connected */
  heardAt?: number

  /** Why the link was closed, if nobody closed it */
  failure?: Error

  private current: LinkState = 'new'
  private readonly log: Logger
  private readonly limits: LinkLimits
  private readonly now: () => number
  private readonly negotiation: Negotiation
  private readonly channel: LinkChannel
  private readonly pulse: Pulse
  private readonly guard: CertificateGuard
  private readonly restarts: RestartLimit
  private readonly pauses: RestartPauses
  private readonly clock: ConnectClock
  private readonly ended = Promise.withResolvers<void>()
  private offeredAt = -Infinity
  /** Whether the `channel` event was dispatched */
  private announced = false
  /** Whether anything has arrived since the link was last connected */
  private heard = false
  /** What arrives before this time may be from before a change */
  private staleUntil = 0

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
    this.pauses = new RestartPauses(this.limits.firstRestartPause, this.limits.maxRestartPause)

    this.clock = new ConnectClock({
      connectTimeout: this.limits.connectTimeout,
      answerTimeout: this.limits.iceGatheringTimeout,
      trickles: init.trickles ?? true,
      onStalled: () => { this.safeDispatchEvent('stalled') }
    })
    this.guard = new CertificateGuard({
      connection,
      signed: () => this.negotiation.signed,
      onConfirmed: () => { this.onConfirmed() },
      onFailure: error => { this.fail(error) }
    })
    connection.onconnectionstatechange = () => { this.onConnectionState() }
    connection.oniceconnectionstatechange = () => {
      if (connection.iceConnectionState === 'connected') {
        this.clock.onPath()
      }
    }
    connection.ontrack = event => { this.safeDispatchEvent('track', { detail: event.track }) }

    // in this order: audio comes before data in an offer
    this.negotiation = new Negotiation({ ...init, limits: this.limits, now: this.now, events: this, clock: this.clock })
    this.channel = new LinkChannel({
      channel: init.prepared?.channel ?? createChannel(connection),
      onOpen: () => { this.guard.confirm() },
      onHeard: () => { this.pulse.onMessage() },
      onMessage: detail => { this.safeDispatchEvent('message', { detail }) },
      onGoodbye: () => { this.safeDispatchEvent('goodbye') },
      log
    })
    this.pulse = new Pulse({
      connection,
      limits: this.limits,
      now: this.now,
      // a restart or a renegotiation might have let another peer in
      mayBeat: () => this.guard.check(),
      beat: () => { this.channel.beat() },
      onHeard: () => { this.onHeard() },
      onLiveness: liveness => { this.onLiveness(liveness) }
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
    return this.negotiation.remoteSessionId
  }

  /** Whether an offer was sent such a short time ago that the remote end may not have it yet */
  get offering (): boolean {
    return this.now() < this.offeredAt + RESTART_CROSSING
  }

  /** Whether nothing can connect until this end has found its addresses */
  get gathering (): boolean {
    return this.clock.gathering
  }

  /** Whether ICE has tried pairs of addresses, and none of them works so far */
  get pathless (): boolean {
    return ['checking', 'failed'].includes(this.connection.iceConnectionState)
  }

  /** Creates the first offer if this end initiates */
  start (): void {
    this.setState('connecting')
    this.wait()
    this.guard.start()

    if (this.initiator) {
      this.offeredAt = this.now()
      this.negotiation.offer(false)
    }
  }

  /** Dispatches `stalled` unless the link connects in time */
  wait (): void {
    this.clock.start()
  }

  /**
   * Takes an offer or answer from the remote end
   *
   * @throws {InvalidSdpError} at once, before anything was changed
   */
  handleDescription (description: LinkDescription): void {
    // an offer restarts ICE: it needn't be requested
    if (description.type === 'offer') {
      this.pauses.begin(this.now())
    }

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
   * Restarts ICE in place at once, or asks the remote end to if that end initiates.
   * Does nothing if there have been too many restarts lately.
   */
  restart (): void {
    this.pauses.begin(this.now())
    this.restartNow()
  }

  /** Restarts ICE because the local network has changed: the pauses between further restarts are short again */
  restartAfterChange (): void {
    this.pauses.reset()
    this.restart()
  }

  /**
   * Shows a connected link as reconnecting until the remote end is heard: the network has
   * changed, or this process has slept
   *
   * @param stalePeriod - ms in which what arrives may be older than that
   */
  suspect (stalePeriod = 0): void {
    this.staleUntil = this.now() + stalePeriod
    this.setState('reconnecting')
  }

  /**
   * Uses other ICE servers from now on
   *
   * @param configuration
   * @param retry - look for a way through them at once, unless the link is connected
   */
  setConfiguration (configuration: RTCConfiguration, retry: boolean): void {
    const { connection } = this

    if (this.current === 'closed') {
      return
    }

    try {
      connection.setConfiguration(configuration)
    } catch (err) {
      this.log('%s: can\'t change the ICE servers - %e', this.participant, err)
      return
    }

    // the first offer or answer uses them in any case
    if (retry && this.current !== 'connected' && connection.iceGatheringState !== 'new') {
      this.restart()
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

    this.clock.stop()
    this.negotiation.stop()
    this.guard.stop()
    this.pulse.stop()
    this.connection.onconnectionstatechange = null
    this.connection.oniceconnectionstatechange = null
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

      this.retry()
    }
  }

  /** Restarts ICE once the pause since the last restart is over */
  private retry (): void {
    if (this.pauses.take(this.now())) {
      this.restartNow()
    }
  }

  private restartNow (): void {
    if (this.current === 'closed' || !this.restarts.take(this.now())) {
      return
    }

    this.log('restart ICE with %s', this.participant)

    if (this.initiator) {
      this.offeredAt = this.now()
      this.negotiation.offer(true)
    } else {
      this.safeDispatchEvent('restart')
    }
  }

  private onHeard (): void {
    this.heardAt = this.now()

    if (this.heardAt < this.staleUntil) {
      return
    }

    this.heard = true

    if (this.current === 'reconnecting') {
      this.guard.confirm()
    }
  }

  /** Called when audio flows, to nobody except the participant */
  private onConfirmed (): void {
    // after an ICE restart the library reports a connection although nobody has answered
    if (this.current === 'reconnecting' && !this.heard) {
      return
    }

    const { withoutChannel } = this.negotiation

    if (!this.channel.open && !withoutChannel) {
      return
    }

    this.setState('connected')

    if (this.writable && !this.announced) {
      this.announced = true
      this.safeDispatchEvent('channel')
    }

    this.pulse.start(withoutChannel)
  }

  private onLiveness (liveness: Liveness): void {
    if (liveness === 'gone') {
      this.fail(new LinkFailedError('No sign of life for too long', 'absent'))
    } else if (liveness !== 'alive' && this.current === 'connected') {
      this.setState('reconnecting')
    } else if (liveness === 'lost' && this.current === 'reconnecting') {
      this.retry()
    }
  }

  /** Closes the link without a last message: nobody is at the remote end, or the wrong peer */
  private fail (error: Error): void {
    this.failure = error
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
    this.heard = false

    if (state === 'connected') {
      this.clock.stop()
      this.pauses.reset()
      this.negotiation.letOthersGather()
    }

    this.safeDispatchEvent('state', { detail: state })
  }
}
