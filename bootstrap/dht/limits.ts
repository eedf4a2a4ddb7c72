/**
 * The bounds of the DHT: what a server of ours keeps and reads, and what somebody
 * who asks takes of an answer. Nothing that comes from a stranger is larger,
 * oftener or longer than these.
 */

// What a server keeps

/**
 * Addresses of a provider record: of two interfaces and two families one for Node
 * and one for browsers
 */
export const MAX_RECORD_ADDRESSES = 8

/** Bytes of one: WebRTC-Direct with its certificate's hash, over a relay, has less than 200 */
export const MAX_ADDRESS_BYTES = 256

/** Providers of a key: a full call four times over, since those who have left stay for an hour */
export const MAX_PROVIDERS_PER_KEY = 32

/** Keys: each group that meets uses two around the turn of an hour, and they stay for an hour */
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
 * just been under. Members need two for a call, around the turn of an hour; with more,
 * the earlier ones give way.
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

// What somebody who asks reads

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

// What is done with those who were found

/** Providers that are remembered: who provides without being a member shall not fill the memory */
export const MAX_CANDIDATES = 64

/** Providers that are tried at once: a record shall not make us dial the world */
export const MAX_ATTEMPTS = 8

/** ms that a provider has for its answer */
export const ATTEMPT_TIMEOUT = 3_000
