import { AbortError } from '@libp2p/interface'
import { toString } from 'uint8arrays/to-string'
import { setNewest } from '../newest.ts'
import { withDeadline } from '../timers.ts'
import { GoneProbe } from './gone-probe.ts'
import { DIAL_TIMEOUT, MAX_ASKED, MAX_STREAMS_PER_CONNECTION, MAX_UNSENT_FRAMES, PATH_PATIENCE } from './limits.ts'
import { hexKeyOf, peerIdOfSessionKey } from './session-key.ts'
import { protocolOf } from './signaling-server.ts'
import type { AddressDialer } from './address-dialer.ts'
import type { SignedPresence } from './messages.ts'
import type { Paths } from './paths.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { StreamOutcome, Streams } from './streams.ts'
import type { Told } from '../network/dial-budget.ts'
import type { Timer } from '../timers.ts'
import type { AbortOptions } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface ConnectOptions extends AbortOptions {
  /**
   * Where the addresses come from
   *
   * @default the peer itself
   */
  told?: Told
  /** Called when the peer's host has accepted a connection: what follows takes as long as it is busy */
  onAccepted?(): void
}

export interface RouterInit {
  context: SignalingContext
  dialer: AddressDialer
  paths: Paths<SignalStream>
  streams: Streams
  /** Returns the first frame for a stream that is opened to a session */
  greet(to: SignedPresence): Promise<Uint8Array>
  /** Called when the process of a session no longer serves the group */
  onGone(presence: SignedPresence): void
}

/**
 * Delivers sealed frames: over an existing path, through another member, or by
 * dialling
 */
export class Router {
  private readonly init: RouterInit
  private readonly dials = new Map<string, Promise<SignalStream>>()
  /** Frames that wait for a dial, by session key */
  private readonly waiting = new Map<string, Uint8Array[]>()
  /** Sessions that streams are being opened to, by session key, until it is known what becomes of the stream */
  private readonly recipients = new Map<string, SignedPresence>()
  /** Timers after which frames whose dial has failed are given up, by session key */
  private readonly patience = new Map<string, Timer>()
  private readonly probe: GoneProbe
  /** Aborted when the network changes */
  private network = new AbortController()

  constructor (init: RouterInit) {
    this.init = init
    this.probe = new GoneProbe({
      timers: init.context.timers,
      ask: async to => {
        const stream = await this.connectTo(to)

        if (stream.proven) {
          this.probe.clear(stream.sessionKey)
        }
      },
      onGone: presence => { init.onGone(presence) }
    })
    init.context.stopped.signal.addEventListener('abort', () => {
      this.probe.stop()
      this.patience.forEach((timer, sessionKey) => {
        timer.stop()
        this.giveUp(sessionKey)
      })
    })
  }

  /** Called when it is known what has become of a stream that was opened */
  onOutcome ({ sessionKey }: SignalStream, outcome: StreamOutcome): void {
    const to = this.recipients.get(sessionKey)
    this.recipients.delete(sessionKey)

    if (outcome !== 'reset') {
      this.probe.clear(sessionKey)
    } else if (to != null) {
      this.probe.onReset(to)
    }
  }

  /** Sends by the best route, dialling if there is none */
  send (to: SignedPresence, frame: Uint8Array): void {
    const { context, paths } = this.init
    const sessionKey = hexKeyOf(to)
    const path = paths.direct(sessionKey) ?? paths.indirect(sessionKey, context.init.introducers(to).map(hexKeyOf)) ?? paths.channel(sessionKey)

    if (path?.send(frame) !== true) {
      this.sendAfterDial(to, frame)
    }
  }

  /** Called when a path to a session (64 hex digits) may have opened: what waits for a dial needn't wait any longer */
  flush (sessionKey: string): void {
    const frames = this.waiting.get(sessionKey)
    const path = frames == null ? undefined : this.init.paths.direct(sessionKey)

    if (frames != null && path != null) {
      frames.splice(0).forEach(frame => { path.send(frame) })
    }
  }

  /** Sends over a path that ends at the session itself; without one, dials if `dial` is true */
  sendDirectly (to: SignedPresence, frame: Uint8Array, dial: boolean): void {
    if (this.init.paths.direct(hexKeyOf(to))?.send(frame) === true) {
      return
    }

    if (dial) {
      this.sendAfterDial(to, frame)
    } else {
      this.init.context.drop('unroutable')
    }
  }

  /** Opens a stream to a session unless a path ends there already; `returning` if it was just lost. Returns whether it did; rejects if that fails */
  async dial (to: SignedPresence, returning = false): Promise<boolean> {
    if (this.init.paths.direct(hexKeyOf(to)) != null) {
      return false
    }

    await this.connectTo(to, returning)

    return true
  }

  /** Gives up what is being dialled, because the network has changed: it would wait for answers that can't come */
  abandonDials (): void {
    this.network.abort(new AbortError('The network has changed'))
    this.network = new AbortController()
    this.dials.clear()
    this.waiting.forEach((_, sessionKey) => { this.giveUp(sessionKey) })
  }

  /** Returns whether a stream to this session key (64 hex digits) is being opened */
  isDialling (sessionKey: string): boolean {
    return this.dials.has(sessionKey)
  }

  /**
   * Returns the stream to a process, opening one if necessary. Concurrent calls share
   * it. `first` returns its first frame, which must be sealed by the local participant.
   */
  async connect (sessionKey: Uint8Array, addresses: Multiaddr[], first: () => Promise<Uint8Array>, options: ConnectOptions = {}): Promise<SignalStream> {
    const key = toString(sessionKey, 'base16')
    const existing = this.init.paths.getStreams(key).findLast(stream => stream.writable)

    if (existing != null) {
      return existing
    }

    const dial: Promise<SignalStream> = this.dials.get(key) ?? this.openStream(sessionKey, addresses, first, options).finally(() => {
      if (this.dials.get(key) === dial) {
        this.dials.delete(key)
      }
    })
    this.dials.set(key, dial)

    return dial
  }

  private sendAfterDial (to: SignedPresence, frame: Uint8Array): void {
    const { context } = this.init
    const sessionKey = hexKeyOf(to)
    const waiting = this.waiting.get(sessionKey)

    if (waiting != null) {
      if (waiting.push(frame) > MAX_UNSENT_FRAMES) {
        waiting.shift()
        context.drop('unroutable')
      }

      return
    }

    const frames = [frame]
    this.waiting.set(sessionKey, frames)
    this.connectTo(to).then(stream => {
      if (this.waiting.get(sessionKey) === frames) {
        this.waiting.delete(sessionKey)
      }

      frames.splice(0).forEach(frame => { stream.send(frame) })
    }, () => {
      // when a network comes back, all dial each other, and another dial may succeed just now
      if (this.waiting.get(sessionKey) === frames) {
        this.patience.set(sessionKey, context.timers.after(PATH_PATIENCE, () => { this.giveUp(sessionKey) }))
      }
    })
  }

  private giveUp (sessionKey: string): void {
    this.waiting.get(sessionKey)?.forEach(() => { this.init.context.drop('unroutable') })
    this.waiting.delete(sessionKey)
    this.patience.get(sessionKey)?.stop()
    this.patience.delete(sessionKey)
  }

  private async connectTo (to: SignedPresence, returning = false): Promise<SignalStream> {
    const sessionKey = hexKeyOf(to)
    setNewest(this.recipients, sessionKey, to, MAX_ASKED)

    try {
      return await this.connect(to.sessionKey, to.addresses, async () => this.init.greet(to), { told: { by: 'member', sources: this.sourcesOf(to), returning } })
    } catch (err: any) {
      this.recipients.delete(sessionKey)

      // the process has stopped its calls
      if (err.name === 'UnsupportedProtocolError') {
        this.probe.onReset(to)
      }

      throw err
    }
  }

  /**
   * Returns the public keys of the members that are charged for dials to the addresses in a
   * presence. The identity has signed them, but identities are free:
   * the member that introduced it is charged, too.
   */
  private sourcesOf ({ publicKey }: SignedPresence): string[] {
    const introducer = this.init.context.known.introducerOf(publicKey)

    return introducer == null ? [publicKey] : [publicKey, introducer]
  }

  private async openStream (sessionKey: Uint8Array, addresses: Multiaddr[], first: () => Promise<Uint8Array>, options: ConnectOptions): Promise<SignalStream> {
    const { context } = this.init

    return withDeadline(options.signal, DIAL_TIMEOUT, context.timers, async signal =>
      this.openStreamInTime(sessionKey, addresses, first, { ...options, signal: AbortSignal.any([signal, context.stopped.signal, this.network.signal]) }))
  }

  private async openStreamInTime (sessionKey: Uint8Array, addresses: Multiaddr[], first: () => Promise<Uint8Array>, options: ConnectOptions & { signal: AbortSignal }): Promise<SignalStream> {
    const { context, dialer, streams } = this.init
    const { signal } = options
    const peer = peerIdOfSessionKey(sessionKey)
    const told = options.told ?? { by: 'member', sources: [peer.toString()] }
    const connection = await dialer.dial(peer, addresses, told, { signal, onAccepted: options.onAccepted })
    const stream = await connection.newStream(protocolOf(sessionKey), {
      runOnLimitedConnection: true,
      // send the first message together with the protocol name
      negotiateFully: false,
      maxOutboundStreams: MAX_STREAMS_PER_CONNECTION,
      signal
    })

    // those that the message is sealed with
    const keys = context.keys.current
    const frame = await first()

    if (signal.aborted) {
      // the caller has left meanwhile: a message sent now would bring it back
      stream.abort(signal.reason)
      throw signal.reason
    }

    return streams.open(stream, connection, keys, frame)
  }
}
