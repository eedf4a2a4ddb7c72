import { InvalidMessageError, TimeoutError } from '@libp2p/interface'
import { peerIdFromMultihash } from '@libp2p/peer-id'
import { isPrivate, lpStream } from '@libp2p/utils'
import { sha256 } from '@noble/hashes/sha2.js'
import * as Digest from 'multiformats/hashes/digest'
import { equals } from 'uint8arrays/equals'
import { toString } from 'uint8arrays/to-string'
import { MAX_ADDRESS_BYTES, MAX_RECORD_ADDRESSES } from '../../src/network/limits.ts'
import { ADD_PROVIDER, FIND_NODE, GET_PROVIDERS, GET_VALUE, PING, REQUEST } from '../../src/network/messages.ts'
import { DhtMessage } from '../../src/network/pb/dht.ts'
import { isProven } from '../../src/network/provider-proof.ts'
import { usableAddresses, withoutPeer } from '../../src/network/provider-record.ts'
import { AdditionLimit } from './addition-limit.ts'
import { MAX_CLOSER_ADDRESSES, MAX_KEY_BYTES, MAX_STREAM_BYTES, REQUEST_TIMEOUT } from './limits.ts'
import { networkOf } from './network-of.ts'
import { ProviderStore } from './provider-store.ts'
import type { Provider } from './provider-store.ts'
import type { DhtPeer } from '../../src/network/pb/dht.ts'
import type { NetworkPreset } from '../../src/network/presets.ts'
import type { Connection, CounterGroup, Logger, PeerId, PeerInfo, Stream } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'

/** For metrics: a member that can be found has registered, and one that looks for others has made a lookup */
const NAMES = new Map([[PING, 'ping'], [FIND_NODE, 'find-node'], [GET_VALUE, 'get-value'], [GET_PROVIDERS, 'lookup'], [ADD_PROVIDER, 'registration']])

const NO_PROOF = new Uint8Array(0)

export type DhtServerComponents = Pick<KadDHTComponents, 'peerId' | 'peerStore' | 'addressManager' | 'connectionManager' | 'logger' | 'metrics'>

export interface DhtServerInit {
  preset: Pick<NetworkPreset, 'private' | 'providerValidity'>

  /** Returns the peers in the routing table that are closest to a place in the DHT */
  closestPeers(kadId: Uint8Array, exclude: PeerId[]): PeerId[]

  /**
   * The clock that is reported to peers that look for providers, in ms since the Unix
   * epoch. Only a peer whose key lasts may report it: an unusual clock would link the
   * sessions of any other.
   *
   * @default none: no time is reported
   */
  now?(): number
}

interface StoredProvider extends Provider {
  id: PeerId
  /** As sent to peers that ask */
  record: DhtPeer
}

/**
 * Answers DHT requests: which peers are close to a key, and which provide it. It
 * replaces kad-dht's own server, which stores everything without bounds. Values aren't
 * supported, because nothing here needs them.
 *
 * @see https://github.com/libp2p/specs/tree/master/kad-dht#rpc-messages
 */
export class DhtServer {
  readonly providers: ProviderStore<StoredProvider>

  private readonly components: DhtServerComponents
  private readonly init: DhtServerInit
  private readonly log: Logger
  private readonly additions = new AdditionLimit()
  private readonly requests?: CounterGroup

  constructor (components: DhtServerComponents, init: DhtServerInit) {
    this.components = components
    this.init = init
    this.log = components.logger.forComponent('groupcall:dht')
    this.onStream = this.onStream.bind(this)
    this.providers = new ProviderStore({
      validity: init.preset.providerValidity,
      isConnected: ({ id }) => components.connectionManager.getConnections(id).length > 0
    })
    this.requests = components.metrics?.registerCounterGroup('groupcall_dht_requests_total', { label: 'type', help: 'Requests to our DHT server' })
    components.metrics?.registerMetricGroup('groupcall_dht_stored', { label: 'what', help: 'Keys under which peers are registered, and their records', calculate: () => this.providers.size })
  }

  /** Answers requests one after another until the stream ends or exceeds a limit. Never rejects */
  async onStream (stream: Stream, connection: Connection): Promise<void> {
    // not `AbortSignal.timeout()`, which would keep all of this in memory until it fires
    const idle = new AbortController()
    const timer = setTimeout(() => { idle.abort(new TimeoutError('The remote peer is too slow')) }, REQUEST_TIMEOUT)
    const { signal } = idle

    try {
      await this.answerAll(stream, connection, { signal, onRequest: () => { timer.refresh() } })
      await stream.close({ signal })
    } catch (err: any) {
      this.log('a stream was reset - %e', err)
      stream.abort(err)
    } finally {
      clearTimeout(timer)
    }
  }

  private async answerAll (stream: Stream, connection: Connection, { signal, onRequest }: { signal: AbortSignal, onRequest(): void }): Promise<void> {
    const frames = lpStream(stream, { maxDataLength: MAX_STREAM_BYTES, maxBufferSize: MAX_STREAM_BYTES })
    let bytes = 0

    while (stream.readStatus === 'readable') {
      const frame = await frames.read({ signal }).catch(err => {
        // the remote peer closes its end after our answer, while we wait for another request
        if (err.name === 'UnexpectedEOFError') {
          return undefined
        }

        throw err
      })

      if (frame == null) {
        return
      }

      onRequest()
      bytes += frame.byteLength

      if (bytes > MAX_STREAM_BYTES) {
        throw new InvalidMessageError('Too many requests on a stream')
      }

      const answer = await this.answer(DhtMessage.decode(frame, REQUEST), connection)

      if (answer != null) {
        await frames.write(DhtMessage.encode(answer), { signal })
      }
    }
  }

  private async answer ({ type, key, providers }: DhtMessage, connection: Connection): Promise<Partial<DhtMessage> | undefined> {
    if (key.byteLength > MAX_KEY_BYTES) {
      throw new InvalidMessageError('The key is too long')
    }

    this.requests?.increment({ [NAMES.get(type) ?? 'unsupported']: 1 })

    switch (type) {
      case PING:
        return { type }
      case FIND_NODE:
        return { type, closer: await this.findNode(key, connection.remotePeer) }
      case GET_VALUE:
        return { type, key, closer: await this.known(this.init.closestPeers(sha256(key), [])) }
      case GET_PROVIDERS:
        return { type, key, closer: await this.known(this.init.closestPeers(sha256(key), [])), providers: this.providers.get(toString(key, 'base16')).map(({ record }) => record), time: this.time }
      case ADD_PROVIDER:
        return this.add(key, providers[0], connection)
      default:
        throw new InvalidMessageError('Unsupported request type')
    }
  }

  private get time (): bigint | undefined {
    const { now } = this.init

    return now == null ? undefined : BigInt(Math.max(0, Math.round(now())))
  }

  /** Ignores an invalid record: this request has no answer in any case */
  private add (key: Uint8Array, provider: DhtPeer | undefined, connection: Connection): undefined {
    const id = connection.remotePeer

    // peers may only add themselves
    if (key.byteLength === 0 || provider == null || !equals(provider.id, id.toMultihash().bytes)) {
      this.log('ignored a record of another peer than its sender')
      return
    }

    const usable = usableAddresses(id, provider.multiaddrs, {
      maxAddresses: MAX_RECORD_ADDRESSES,
      privateAddresses: this.init.preset.private,
      own: this.components.addressManager.getAddresses()
    })

    if (usable == null) {
      this.log('ignored an unusable record of %p', id)
      return
    }

    const name = toString(key, 'base16')
    const tooMuch = this.additions.add(id.toString(), name, performance.now())

    if (tooMuch != null) {
      this.providers.remove(tooMuch, id.toString())
    }

    // the signature doesn't cover a changed record
    const whole = usable.length === provider.multiaddrs.length && usable.every(({ bytes }, index) => equals(bytes, provider.multiaddrs[index]))

    this.providers.add(name, {
      peer: id.toString(),
      id,
      // copied, because the buffer that it arrived in may be a hundred times as large
      record: { id: provider.id.slice(), multiaddrs: usable.map(({ bytes }) => bytes.slice()), proof: whole ? provider.proof.slice() : NO_PROOF },
      proven: whole && isProven(key, provider) === true,
      network: networkOf(connection.remoteAddr),
      at: Date.now()
    })
  }

  /** Returns the peer that the key names and those close to it, but never the one that asks */
  private async findNode (key: Uint8Array, asker: PeerId): Promise<DhtPeer[]> {
    const { peerId, addressManager } = this.components
    const closest = this.init.closestPeers(sha256(key), [asker, peerId])
    const named = peerNamedBy(key)

    if (named == null || named.equals(asker) || closest.some(peer => peer.equals(named))) {
      return this.known(closest)
    }

    return named.equals(peerId)
      ? [this.toAnswer({ id: peerId, multiaddrs: addressManager.getAddresses().map(withoutPeer) }), ...await this.known(closest)]
      : this.known([named, ...closest])
  }

  private async known (peers: PeerId[]): Promise<DhtPeer[]> {
    const infos = await Promise.all(peers.map(async peer => this.components.peerStore.getInfo(peer).catch(() => undefined)))

    return infos.filter(info => info != null).map(info => this.toAnswer(info)).filter(({ multiaddrs }) => multiaddrs.length > 0)
  }

  private toAnswer ({ id, multiaddrs }: PeerInfo): DhtPeer {
    return {
      id: id.toMultihash().bytes.slice(),
      multiaddrs: multiaddrs
        .filter(address => address.bytes.byteLength <= MAX_ADDRESS_BYTES && (this.init.preset.private || !isPrivate(address)))
        .slice(0, MAX_CLOSER_ADDRESSES)
        .map(address => address.bytes.slice()),
      proof: NO_PROOF
    }
  }
}

function peerNamedBy (key: Uint8Array): PeerId | undefined {
  try {
    return peerIdFromMultihash(Digest.decode(key))
  } catch {
    return undefined
  }
}
