/**
 * Bounds on provider records and on the answers of DHT peers: nothing that a stranger
 * sends is larger than this.
 */

/**
 * Addresses of a provider record: of two interfaces and two families one for Node
 * and one for browsers
 */
export const MAX_RECORD_ADDRESSES = 8

/** Bytes of one: WebRTC-Direct with its certificate's hash, over a relay, has less than 200 */
export const MAX_ADDRESS_BYTES = 256

/** Bytes of one answer: 32 providers and 20 closer peers, all as large as may be, are 200,000 */
export const MAX_ANSWER_BYTES = 262_144

/** Providers, and closer peers, of one answer: what has more is not an answer of ours */
export const MAX_ANSWER_PEERS = 64

/**
 * Addresses of a peer in an answer: DHT peers other than ours tell those that
 * identify told them, which are of every interface and transport
 */
export const MAX_ANSWER_ADDRESSES = 48

/** DHT peers nearest to a key that are asked at the end of a walk: the largest bucket of a network */
export const CLOSEST_PEERS = 20
