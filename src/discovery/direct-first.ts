import { peerIdFromMultihash } from '@libp2p/peer-id'
import { pbStream } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import * as Digest from 'multiformats/hashes/digest'
import { DIRECT_TIMEOUT, MAX_ANSWER_BYTES, MAX_PROVIDER_ADDRESS_BYTES, MAX_PROVIDER_ADDRESSES, MAX_PROVIDERS } from './limits.ts'
import { DhtMessage } from './pb/dht.ts'
import type { DhtPeer } from './pb/dht.ts'
import type { AbortOptions, Connection, PeerId, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { CID } from 'multiformats/cid'

const ADD_PROVIDER = 2
const GET_PROVIDERS = 3

export interface AskInit extends AbortOptions {
  protocol: string
  key: CID
  /** Who provides, and where it can be dialled; nothing is stored without an address */
  provider: { id: PeerId, addresses: Multiaddr[] }
}

/**
 * Tells a DHT peer of a provider and asks it for all others of the key, in one
 * round trip. A DHT query does the same at the end of a walk to the closest
 * peers; where both sides share a neighbour, this is what finds them first.
 *
 * Of two that ask at once, the peer tells at least one of the other.
 *
 * @see {@link https://github.com/libp2p/specs/tree/master/kad-dht#content-provider-advertisement-and-discovery}
 */
export async function askForProviders (connection: Connection, init: AskInit): Promise<PeerInfo[]> {
  const signal = AbortSignal.any([AbortSignal.timeout(DIRECT_TIMEOUT), ...(init.signal == null ? [] : [init.signal])])
  const stream = await connection.newStream(init.protocol, { negotiateFully: false, signal })

  try {
    const messages = pbStream(stream, { maxDataLength: MAX_ANSWER_BYTES }).pb(DhtMessage)
    const key = init.key.multihash.bytes.slice()
    const { id, addresses } = init.provider
    const provider = { id: id.toMultihash().bytes.slice(), multiaddrs: addresses.map(address => address.bytes.slice()) }

    await messages.writeV([
      ...(addresses.length === 0 ? [] : [{ type: ADD_PROVIDER, key, providers: [provider] }]),
      { type: GET_PROVIDERS, key, providers: [] }
    ], { signal })
    const answer = await messages.read({ signal })
    // ends when the other end has closed too: nobody needs to wait for that
    stream.close({ signal }).catch(err => { stream.abort(err) })

    return answer.providers.slice(0, MAX_PROVIDERS).map(readProvider).filter(provider => provider != null)
  } catch (err: any) {
    stream.abort(err)

    throw err
  }
}

/** Returns undefined for a record that cannot be used */
function readProvider (peer: DhtPeer): PeerInfo | undefined {
  if (peer.multiaddrs.length > MAX_PROVIDER_ADDRESSES || peer.multiaddrs.some(bytes => bytes.byteLength > MAX_PROVIDER_ADDRESS_BYTES)) {
    return undefined
  }

  try {
    return { id: peerIdFromMultihash(Digest.decode(peer.id)), multiaddrs: peer.multiaddrs.map(bytes => multiaddr(bytes)) }
  } catch {
    return undefined
  }
}
