/**
 * Bounds on provider records and on the answers of DHT peers: nothing that a stranger
 * sends is larger than this.
 */

/**
 * Addresses in a provider record: one for Node and one for browsers, on two interfaces
 * and in two address families
 */
export const MAX_RECORD_ADDRESSES = 8

/**
 * Of these, addresses through relays: one for Node and one for browsers, of two relays.
 * Each takes the place of one that works on the local network only.
 */
export const MAX_RELAYED_ADDRESSES = 4

/** Private addresses that public ones can't replace: a machine may have any number of IPv6 addresses */
export const LOCAL_ADDRESSES = 2

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

/** ms until the next address of a peer is dialled beside a slow one (RFC 8305 section 8) */
export const DIAL_STAGGER = 250

/**
 * ms until a host that has not accepted a connection is sent another request for one: the
 * system doubles the pauses between its own, from 1 s, and a peer whose network comes back
 * must not wait for them
 */
export const ACCEPT_TIMEOUT = 1_500

/**
 * ms between pings on each connection, and that its other end has to answer: a stream hangs
 * on a dead connection, and a process on a busy machine takes a second or two to answer.
 * libp2p's own 10 s and more are longer than a call may be silent
 */
export const PING_INTERVAL = 3_000
export const PING_TIMEOUT = 4_000

/** ms that the other end of a connection has to show that it is there: a busy one on a slow network needs most of it */
export const PROBE_TIMEOUT = 2_000

/** ms for which a new connection needs no proof that its other end is there */
export const YOUNG_CONNECTION = 1_000

/**
 * ms before a host and port that can't be reached is dialled again, whichever peer is
 * said to be there: doubled with each failure, up to the longest. A search waits at
 * least as long before it asks the same peer again, so these pauses don't slow it down.
 */
export const FIRST_DIAL_PAUSE = 1_000
export const LONGEST_DIAL_PAUSE = 300_000

/**
 * ms before the same for a peer that has answered there, or that has just been lost from
 * the call: it should be back as soon as its network is. A search slows down by itself.
 */
export const RETURN_PAUSE = 500

/** ms before a relay is asked again for a reservation that is missing: doubled each time, up to the longest */
export const FIRST_RESERVATION_PAUSE = 500
export const LONGEST_RESERVATION_PAUSE = 300_000

/** Share of a pause that is left to chance, so that peers that failed together don't come back together */
export const DIAL_PAUSE_JITTER = 0.25

/**
 * Hosts and ports that a member may make us dial: how many at once, and how many a
 * minute after that. A presence has 8 addresses, the first of which mostly works, and a
 * member may have to tell of the seven others in its call.
 */
export const MEMBER_TARGETS = 32
export const MEMBER_TARGETS_PER_MINUTE = 12

/** The same for all members together: the addresses of seven others, who may be invented */
export const ALL_MEMBERS_TARGETS = 64
export const ALL_MEMBERS_TARGETS_PER_MINUTE = 30

/**
 * Hosts and ports that a source of a search may make us dial, for example a DHT peer: an
 * honest one names up to 32 providers, each with 8 addresses, most of which may be gone
 */
export const SEARCH_SOURCE_TARGETS = 256
export const SEARCH_SOURCE_TARGETS_PER_MINUTE = 60

/** The same for all sources of searches together: two of them */
export const ALL_SEARCH_TARGETS = 512
export const ALL_SEARCH_TARGETS_PER_MINUTE = 120

/**
 * Host names that we dial, from all sources together. Many names can lead to one host;
 * honest addresses with a name are those of the few relays of a network.
 */
export const NAMED_TARGETS = 8
export const NAMED_TARGETS_PER_MINUTE = 2

/**
 * Hosts and ports whose pauses are remembered: more than the bounds above let us dial in
 * the longest pause, so that none is forgotten while it lasts
 */
export const MAX_DIAL_TARGETS = 2_048

/** Sources whose rate is remembered; identities are free, so all of them together are limited as well */
export const MAX_DIAL_SOURCES = 1_024

/** Services in a bootstrap peer's answer about ICE servers: more than the one of each kind that is used */
export const MAX_ICE_SERVICES = 8

/** Bytes of such an answer: services with the longest names there are, and credentials */
export const MAX_ICE_ANSWER_BYTES = 4_096

/** Characters of a TURN user name, and of a credential: ours have 60 and 28 */
export const MAX_CREDENTIAL_LENGTH = 256

/**
 * ICE servers of a kind (STUN, TURN over UDP, TURN over TCP) that are used, of all
 * bootstrap peers together: a second one in case the first is dead. Each gets packets
 * from every link that looks for addresses, and browsers warn about more than four.
 */
export const MAX_ICE_SERVERS_OF_A_KIND = 2

/** Bootstrap peers whose ICE servers are remembered */
export const MAX_ICE_SOURCES = 8

/** The shortest and longest time for which an answer is used, in ms: a short one mustn't keep us asking */
export const MIN_ICE_LIFETIME = 60_000
export const MAX_ICE_LIFETIME = 24 * 60 * 60_000

/** ms for a bootstrap peer to answer */
export const ICE_ANSWER_TIMEOUT = 5_000

/** ms before a bootstrap peer that didn't answer is asked again: doubled each time, up to the longest */
export const FIRST_ICE_RETRY = 5_000
export const LONGEST_ICE_RETRY = 300_000
