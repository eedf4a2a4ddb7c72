import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { toString } from 'uint8arrays/to-string'
import { DIAL_TIMEOUT, MAX_STREAMS_PER_PEER } from './limits.ts'
import { protocolOf } from './protocol.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { Routes } from './routes.ts'
import type { SignalStream } from './signal-stream.ts'
import type { Streams } from './streams.ts'
import type { AbortOptions, PeerId } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface DialerInit {
  keys: EpochKeys
  connectionManager: ConnectionManager
  routes: Routes<SignalStream>
  streams: Streams
  /** Nothing is dialled any more */
  stopped: AbortSignal
}

/** Opens streams to sessions, one at a time to each */
export class Dialer {
  private readonly init: DialerInit
  private readonly dials = new Map<string, Promise<SignalStream>>()

  constructor (init: DialerInit) {
    this.init = init
  }

  /** Whether a stream to this session key, as hex, is being opened */
  isDialling (sessionKey: string): boolean {
    return this.dials.has(sessionKey)
  }

  /**
   * Opens a stream; several who ask at once get the same. `first` makes its first
   * message, which has to be this end's own.
   */
  async connect (sessionKey: Uint8Array, addresses: Multiaddr[], first: () => Promise<Uint8Array>, options: AbortOptions = {}): Promise<SignalStream> {
    const key = toString(sessionKey, 'base16')
    const existing = this.init.routes.getStreams(key).findLast(stream => stream.writable)

    if (existing != null) {
      return existing
    }

    const dial = this.dials.get(key) ?? this.openStream(sessionKey, addresses, first, options).finally(() => { this.dials.delete(key) })
    this.dials.set(key, dial)

    return dial
  }

  private async openStream (sessionKey: Uint8Array, addresses: Multiaddr[], first: () => Promise<Uint8Array>, options: AbortOptions): Promise<SignalStream> {
    const peer = peerIdFromPublicKey(publicKeyFromRaw(sessionKey))
    const signal = AbortSignal.any([AbortSignal.timeout(DIAL_TIMEOUT), this.init.stopped, ...(options.signal == null ? [] : [options.signal])])
    const connection = this.init.connectionManager.getConnections(peer).find(({ status }) => status === 'open') ??
      await this.init.connectionManager.openConnection(addresses.length === 0 ? peer : addresses.map(address => withPeer(address, peer)), { signal })
    const stream = await connection.newStream(protocolOf(sessionKey, this.init.keys.current), {
      runOnLimitedConnection: true,
      // the first message goes out together with the protocol's name
      negotiateFully: false,
      maxOutboundStreams: MAX_STREAMS_PER_PEER + 1,
      signal
    })

    const frame = await first()

    if (signal.aborted) {
      // whoever asked has left meanwhile: what is sent now would bring it back
      stream.abort(signal.reason)
      throw signal.reason
    }

    const added = this.init.streams.add(stream, toString(sessionKey, 'base16'))
    // only a member can serve a protocol of this name under this key
    added.proven = true
    added.send(frame)

    return added
  }
}

function withPeer (address: Multiaddr, peer: PeerId): Multiaddr {
  return address.getComponents().at(-1)?.name === 'p2p' ? address : address.encapsulate(`/p2p/${peer.toString()}`)
}
