import { RENDEZVOUS_EDGE_MS } from '../group/index.ts'

/** ms between renewals of a provider record: DHT servers forget its addresses after an hour */
export const REPROVIDE_INTERVAL = 20 * 60_000

/**
 * ms between checks for a new hour. Timers stand still while a machine sleeps, so this
 * is how soon it is found after waking up in another hour.
 */
export const CLOCK_INTERVAL = 1_000

/** ms by which clocks may differ: near the turn of an hour, peers use the keys of both hours for that long */
export const CLOCK_TOLERANCE = RENDEZVOUS_EDGE_MS

/** ms by which a time that others agree on must change to count as another time */
export const CLOCK_STEP = 60_000

/** Sources whose reports are kept: the DHT peers near a key, and a full call */
export const MAX_CLOCK_REPORTS = 32

/** Times of others that are searched beside the local one, each with a key or two: each costs a round trip */
export const MAX_AGREED_TIMES = 2

/**
 * ms that a searched time may be away from the local one: time zones differ by 26 hours
 * at most. A bootstrap peer that lies about the time learns the key of the hour it names.
 */
export const MAX_SEARCHED_DIFFERENCE = 26 * 60 * 60_000

/** ms between lookups: while nobody is found, pauses grow from the first to the longest */
export const FIRST_LOOKUP_PAUSE = 1_000
export const LONGEST_LOOKUP_PAUSE = 60_000

/** ms between lookups in a call, where they only heal a split: no hurry */
export const CALL_LOOKUP_PAUSE = 5 * 60_000

/** DHT peers that are asked directly, before any walk: the nearest connected ones */
export const DIRECT_PEERS = 3

/**
 * Bootstrap peers that are asked, too: an attacker that knows the key can choose PeerIds
 * that are nearer, and connect
 */
export const ENTRY_PEERS = 5

/** ms until the next peers are asked beside a slow one */
export const ASK_DELAY = 100

/** ms until the other peers are asked because no provider that one of them named has let us in */
export const OTHERS_DELAY = 300

/** Times that a peer that resets the stream is asked again */
export const DIRECT_RETRIES = 2

/** ms that a DHT peer has to answer when asked directly */
export const DIRECT_TIMEOUT = 3_000

/** ms until the DHT is walked although its nearest peers knew members */
export const WALK_DELAY = 2_000

/** ms that a walk of the DHT may take */
export const WALK_TIMEOUT = 10_000

/**
 * ms before a bootstrap peer is dialled again: pauses grow from the first to the longest.
 * With a dial's own time, a peer that returns is used again within 5 s
 */
export const FIRST_REDIAL_PAUSE = 500
export const LONGEST_REDIAL_PAUSE = 2_000

/** The longest for an address of an invite at which nobody has answered for {@link GIVEN_UP_AFTER}: it may be that of a member that has gone */
export const LONGEST_UNUSED_REDIAL_PAUSE = 30_000

/** ms without a connection after which a peer whose address came with an invite is dialled less often */
export const GIVEN_UP_AFTER = 10 * 60_000

/** ms after a change of the network in which a lost connection to a bootstrap peer is dialled again at once */
export const HURRY_PERIOD = 3_000

/** ms that a dial to a bootstrap peer may take. Each sends a few packets: one must be sent soon after the peer has returned */
export const ENTRY_DIAL_TIMEOUT = 5_000

/** Addresses of a bootstrap peer: all transports and interfaces of a server */
export const MAX_ENTRY_ADDRESSES = 16
