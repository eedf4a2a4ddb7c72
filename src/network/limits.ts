/**
 * Bounds on provider records and on the answers of DHT peers: nothing that a stranger
 * sends is larger than this.
 */

/**
 * Addresses in a provider record: one for Node and one for browsers, on two interfaces
 * and in two address families
 */
export const MAX_RECORD_ADDRESSES = 8

/** Bytes of an address: WebRTC-Direct with its certificate's hash, over a relay, has fewer than 200 */
export const MAX_ADDRESS_BYTES = 256

/** Bytes of an answer: 32 providers and 20 closer peers at their largest have 200,000 */
export const MAX_ANSWER_BYTES = 262_144

/** Providers, and closer peers, in an answer: our servers never send more */
export const MAX_ANSWER_PEERS = 64

/**
 * Addresses of a peer in an answer: other DHT implementations pass on every address that
 * identify has told them, of all interfaces and transports
 */
export const MAX_ANSWER_ADDRESSES = 48

/** DHT peers nearest to a key that are asked at the end of a walk: the largest bucket size of a preset */
export const CLOSEST_PEERS = 20
