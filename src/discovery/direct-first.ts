import { peerIdFromMultihash } from '@libp2p/peer-id'
import { pbStream } from '@libp2p/utils'
import * as Digest from 'multiformats/hashes/digest'
import { MAX_ANSWER_ADDRESSES, MAX_ANSWER_BYTES } from '../network/limits.ts'
import { ADD_PROVIDER, ANSWER, GET_PROVIDERS } from '../network/messages.ts'
import { DhtMessage } from '../network/pb/dht.ts'
import { isProven } from '../network/provider-proof.ts'
import { usableAddresses } from '../network/provider-record.ts'
import { DIRECT_TIMEOUT } from './limits.ts'
import type { DhtPeer } from '../network/pb/dht.ts'
import type { RecordRules } from '../network/provider-record.ts'
import type { AbortOptions, Connection, PeerInfo } from '@libp2p/interface'
import type { CID } from 'multiformats/cid'

/** Somebody who provides the group's key: a member, or somebody who only says so */
export interface FoundProvider extends PeerInfo {
  /** It has shown that it holds the group's secret, and that these are its addresses */
  proven: boolean
  /** The DHT peer that named it */
  source: string
}

export interface AskInit extends AbortOptions {
  protocol: string
  key: CID
  /** Who asks, to be told to others; nothing is stored of one without an address */
  record: DhtPeer
  rules: Omit<RecordRules, 'maxAddresses'>
}

/**
 * Tells a DHT peer of a provider and asks it for all others of the key, in one
 * round trip.
 *
 * Of two that ask at once, the peer tells at least one of the other.
 *
 * @see {@link https://github.com/libp2p/specs/tree/master/kad-dht#content-provider-advertisement-and-discovery}
 */
export async function askForProviders (connection: Connection, init: AskInit): Promise<FoundProvider[]> {
  const signal = AbortSignal.any([AbortSignal.timeout(DIRECT_TIMEOUT), ...(init.signal == null ? [] : [init.signal])])
  const stream = await connection.newStream(init.protocol, { negotiateFully: false, signal })

  try {
    const messages = pbStream(stream, { maxDataLength: MAX_ANSWER_BYTES, maxBufferSize: MAX_ANSWER_BYTES + 16 }).pb(DhtMessage)
    const key = init.key.multihash.bytes.slice()

    await messages.writeV([
      ...(init.record.multiaddrs.length === 0 ? [] : [{ type: ADD_PROVIDER, key, closer: [], providers: [init.record] }]),
      { type: GET_PROVIDERS, key, closer: [], providers: [] }
    ], { signal })
    const { providers } = await messages.read({ signal, ...ANSWER })
    // ends when the other end has closed too: nobody needs to wait for that
    stream.close({ signal }).catch(err => { stream.abort(err) })

    const read = providers.map(provider => readProvider(provider, init)).filter(provider => provider != null)

    return await Promise.all(read.map(async ({ peer, provider }) => ({
      ...peer,
      proven: await isProven(key, provider),
      source: connection.remotePeer.toString()
    })))
  } catch (err: any) {
    stream.abort(err)

    throw err
  }
}

/** Returns undefined for a record that cannot be used, and for the own one */
function readProvider (provider: DhtPeer, { record, rules }: AskInit): { peer: PeerInfo, provider: DhtPeer } | undefined {
  try {
    const id = peerIdFromMultihash(Digest.decode(provider.id.slice()))
    const multiaddrs = usableAddresses(id, provider.multiaddrs, { ...rules, maxAddresses: MAX_ANSWER_ADDRESSES })

    return multiaddrs == null || id.equals(record.id) ? undefined : { peer: { id, multiaddrs }, provider }
  } catch {
    return undefined
  }
}
