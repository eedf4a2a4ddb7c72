/**
 * What a DHT server of ours keeps, reads and answers: nothing from a stranger is larger,
 * more frequent or longer than this.
 */

// What a server keeps

/** Providers of a key: a full call four times over, since those who have left stay for an hour */
export const MAX_PROVIDERS_PER_KEY = 32

/** Keys: each group that meets uses two around the turn of an hour, more when clocks differ, and they stay for an hour */
export const MAX_KEYS = 4_096

/** Provider records of all keys together: with 2.2 KiB each, which takes ill will, they are 36 MiB */
export const MAX_RECORDS = 16_384

/**
 * How much room is made when there is none, as a part of all: whose record goes is
 * decided by looking at all of them, which takes some ms and should be rare
 */
export const ROOM_MADE = 1 / 32

/**
 * Additions of a peer in a period of so many ms: keys that it adds itself to and has not
 * just been under. Members need two for a call, around the turn of an hour, and six when
 * clocks differ; with more, the earlier ones give way.
 */
export const MAX_ADDITIONS = 30
export const ADDITION_PERIOD = 60_000

/** Peers whose additions are counted: twice as many as a bootstrap peer has connections */
export const MAX_COUNTED_PEERS = 4_096

// What a server reads and answers

/** Bytes of all requests on one stream: a thousand of the usual size */
export const MAX_STREAM_BYTES = 65_536

/** ms until the next request on a stream, and until an answer has gone: as kad-dht has it */
export const REQUEST_TIMEOUT = 10_000

/** Bytes of a key: a multihash of 512 bits, with room for others */
export const MAX_KEY_BYTES = 128

/**
 * Addresses that a server tells of a peer which serves the DHT, on a walk: all
 * transports of a machine with several interfaces, and 20 such peers fit in an answer
 */
export const MAX_CLOSER_ADDRESSES = 24
