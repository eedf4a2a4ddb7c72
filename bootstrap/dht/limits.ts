/**
 * Bounds on what our DHT server stores, reads and answers, with the reason for each
 */

// What a server stores

/** Providers of a key: four full calls, because members that have left stay for an hour */
export const MAX_PROVIDERS_PER_KEY = 32

/** Keys: a group in a call uses two around the turn of the hour, more when clocks differ, and they stay for an hour */
export const MAX_KEYS = 4_096

/** Provider records of all keys: at 2.2 KiB each, which only an attacker reaches, they take 36 MiB */
export const MAX_RECORDS = 16_384

/**
 * Fraction of all records to free when the store is full: choosing them means ranking
 * all records, which takes some ms and should be rare
 */
export const ROOM_MADE = 1 / 32

/**
 * Keys that a peer may add itself to in a period (ms), besides those that it has just
 * been under. A member needs two for a call around the turn of the hour, and six when
 * clocks differ; beyond the limit its oldest additions are removed.
 */
export const MAX_ADDITIONS = 30
export const ADDITION_PERIOD = 60_000

/** Peers whose additions are counted: twice as many as a bootstrap peer has connections */
export const MAX_COUNTED_PEERS = 4_096

// What a server reads and answers

/** Bytes of all requests on one stream: a thousand of the usual size */
export const MAX_STREAM_BYTES = 65_536

/** ms until the next request on a stream, and to send an answer: as in kad-dht */
export const REQUEST_TIMEOUT = 10_000

/** Bytes of a key: a multihash of 512 bits, with room for others */
export const MAX_KEY_BYTES = 128

/**
 * Addresses of a closer peer in an answer: all transports of a machine with several
 * interfaces, and 20 such peers fit in an answer
 */
export const MAX_CLOSER_ADDRESSES = 24
