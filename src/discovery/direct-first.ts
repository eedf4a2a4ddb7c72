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

/** A provider of the group's key: a member, or a peer that claims to be one */
export interface FoundProvider extends PeerInfo {
  /** Whether it has proved that it holds the group's secret, and that these are its addresses */
  proven: boolean
  /** The DHT peer that named it */
  source: string
}

/** What a DHT peer answers */
export interface ProvidersAnswer {
  providers: FoundProvider[]
  /** Its clock, in ms since the Unix epoch, if it reports that */
  time?: number
}

export interface AskInit extends AbortOptions {
  protocol: string
  key: CID
  /** The local peer's record; DHT servers store none without an address */
  record: DhtPeer
  rules: Omit<RecordRules, 'maxAddresses'>
}

/**
 * Adds a provider record at a DHT peer and asks for all others of the key, in one
 * round trip. Of two members that do so at once, at least one learns of the other.
 *
 * @see {@link https://github.com/libp2p/specs/tree/master/kad-dht#content-provider-advertisement-and-discovery}
 */
export async function askForProviders (connection: Connection, init: AskInit): Promise<ProvidersAnswer> {
  const signal = AbortSignal.any([AbortSignal.timeout(DIRECT_TIMEOUT), ...(init.signal == null ? [] : [init.signal])])
  const stream = await connection.newStream(init.protocol, { negotiateFully: false, signal })

  try {
    const messages = pbStream(stream, { maxDataLength: MAX_ANSWER_BYTES, maxBufferSize: MAX_ANSWER_BYTES + 16 }).pb(DhtMessage)
    const key = init.key.multihash.bytes.slice()

    await messages.writeV([
      ...(init.record.multiaddrs.length === 0 ? [] : [{ type: ADD_PROVIDER, key, closer: [], providers: [init.record] }]),
      { type: GET_PROVIDERS, key, closer: [], providers: [] }
    ], { signal })
    const { providers, time } = await messages.read({ signal, ...ANSWER })
    // not awaited, because it takes until the other end has closed, too
    stream.close({ signal }).catch(err => { stream.abort(err) })

    const read = providers.map(provider => readProvider(provider, init)).filter(provider => provider != null)

    return {
      providers: await Promise.all(read.map(async ({ peer, provider }) => ({
        ...peer,
        proven: await isProven(key, provider),
        source: connection.remotePeer.toString()
      }))),
      time: time == null ? undefined : Number(time)
    }
  } catch (err: any) {
    stream.abort(err)

    throw err
  }
}

/** Returns undefined for an unusable record, and for our own */
function readProvider (provider: DhtPeer, { record, rules }: AskInit): { peer: PeerInfo, provider: DhtPeer } | undefined {
  try {
    const id = peerIdFromMultihash(Digest.decode(provider.id.slice()))
    const multiaddrs = usableAddresses(id, provider.multiaddrs, { ...rules, maxAddresses: MAX_ANSWER_ADDRESSES })

    return multiaddrs == null || id.equals(record.id) ? undefined : { peer: { id, multiaddrs }, provider }
  } catch {
    return undefined
  }
}
