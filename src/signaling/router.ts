import { toString } from 'uint8arrays/to-string'
import { DIAL_TIMEOUT, MAX_STREAMS_PER_PEER, MAX_UNSENT_FRAMES } from './limits.ts'
import { peerIdOfSessionKey } from './session-key.ts'
import { protocolOf } from './streams.ts'
import type { SignedPresence } from './messages.ts'
import type { Paths } from './paths.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { Streams } from './streams.ts'
import type { AbortOptions, PeerId } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface RouterInit {
  context: SignalingContext
  connectionManager: ConnectionManager
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

  constructor (init: RouterInit) {
    this.init = init
  }

  /** Sends by the best route, dialling if there is none */
  send (to: SignedPresence, frame: Uint8Array): void {
    const { context, paths } = this.init
    const sessionKey = hexOf(to)
    const path = paths.direct(sessionKey) ?? paths.indirect(sessionKey, context.init.introducers(to).map(hexOf))

    if (path?.send(frame) !== true) {
      this.sendAfterDial(to, frame)
    }
  }

  /** Sends over a path that ends at the session itself; without one, dials if `dial` is true */
  sendDirectly (to: SignedPresence, frame: Uint8Array, dial: boolean): void {
    if (this.init.paths.direct(hexOf(to))?.send(frame) === true) {
      return
    }

    if (dial) {
      this.sendAfterDial(to, frame)
    } else {
      this.init.context.drop('unroutable')
    }
  }

  /** Opens a stream to a session unless a path ends there already */
  dial (to: SignedPresence): void {
    if (this.init.paths.direct(hexOf(to)) == null) {
      this.connectTo(to).catch(err => { this.init.context.log('could not dial a participant - %e', err) })
    }
  }

  /** Returns whether a stream to this session key (64 hex digits) is being opened */
  isDialling (sessionKey: string): boolean {
    return this.dials.has(sessionKey)
  }

  /**
   * Returns the stream to a process, opening one if necessary. Concurrent calls share
   * it. `first` returns its first frame, which must be sealed by the local participant.
   */
  async connect (sessionKey: Uint8Array, addresses: Multiaddr[], first: () => Promise<Uint8Array>, options: AbortOptions = {}): Promise<SignalStream> {
    const key = toString(sessionKey, 'base16')
    const existing = this.init.paths.getStreams(key).findLast(stream => stream.writable)

    if (existing != null) {
      return existing
    }

    const dial = this.dials.get(key) ?? this.openStream(sessionKey, addresses, first, options).finally(() => { this.dials.delete(key) })
    this.dials.set(key, dial)

    return dial
  }

  private sendAfterDial (to: SignedPresence, frame: Uint8Array): void {
    const { context } = this.init
    const sessionKey = hexOf(to)
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
    this.connectTo(to)
      .then(stream => { frames.forEach(frame => { stream.send(frame) }) }, () => { frames.forEach(() => { context.drop('unroutable') }) })
      .finally(() => { this.waiting.delete(sessionKey) })
  }

  private async connectTo (to: SignedPresence): Promise<SignalStream> {
    try {
      return await this.connect(to.sessionKey, to.addresses, async () => this.init.greet(to))
    } catch (err: any) {
      // Noise has proven that this is the process, and it doesn't know the group
      if (err.name === 'UnsupportedProtocolError') {
        this.init.onGone(to)
      }

      throw err
    }
  }

  private async openStream (sessionKey: Uint8Array, addresses: Multiaddr[], first: () => Promise<Uint8Array>, options: AbortOptions): Promise<SignalStream> {
    const { context, connectionManager, streams } = this.init
    const peer = peerIdOfSessionKey(sessionKey)
    const signal = AbortSignal.any([AbortSignal.timeout(DIAL_TIMEOUT), context.stopped.signal, ...(options.signal == null ? [] : [options.signal])])
    const connection = connectionManager.getConnections(peer).find(({ status }) => status === 'open') ??
      await connectionManager.openConnection(addresses.length === 0 ? peer : addresses.map(address => withPeer(address, peer)), { signal })
    const stream = await connection.newStream(protocolOf(sessionKey, context.keys.current), {
      runOnLimitedConnection: true,
      // send the first message together with the protocol name
      negotiateFully: false,
      maxOutboundStreams: MAX_STREAMS_PER_PEER + 1,
      signal
    })

    const frame = await first()

    if (signal.aborted) {
      // the caller has left meanwhile: a message sent now would bring it back
      stream.abort(signal.reason)
      throw signal.reason
    }

    const added = streams.add(stream, toString(sessionKey, 'base16'))
    // only a member can serve this protocol name under this key
    added.proven = true
    added.send(frame)

    return added
  }
}

function hexOf ({ sessionKey }: SignedPresence): string {
  return toString(sessionKey, 'base16')
}

function withPeer (address: Multiaddr, peer: PeerId): Multiaddr {
  return address.getComponents().at(-1)?.name === 'p2p' ? address : address.encapsulate(`/p2p/${peer.toString()}`)
}
