import { MAX_ANSWER_ADDRESSES, MAX_ANSWER_PEERS, MAX_RECORD_ADDRESSES } from './limits.ts'
import type { DhtMessage } from './pb/dht.ts'
import type { DecodeOptions } from 'protons-runtime'

/** https://github.com/libp2p/specs/tree/master/kad-dht#rpc-messages */
export const GET_VALUE = 1
export const ADD_PROVIDER = 2
export const GET_PROVIDERS = 3
export const FIND_NODE = 4
export const PING = 5

/** A request names no peers, or the provider alone; more aren't even read */
export const REQUEST: DecodeOptions<DhtMessage> = {
  limits: { closer: 0, providers: 1, providers$: { multiaddrs: MAX_RECORD_ADDRESSES } }
}

export const ANSWER: DecodeOptions<DhtMessage> = {
  limits: {
    closer: MAX_ANSWER_PEERS,
    closer$: { multiaddrs: MAX_ANSWER_ADDRESSES },
    providers: MAX_ANSWER_PEERS,
    providers$: { multiaddrs: MAX_ANSWER_ADDRESSES }
  }
}
