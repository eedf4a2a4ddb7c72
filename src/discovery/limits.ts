/** A provider record is given anew this often, in ms: addresses beside it are forgotten after an hour */
export const REPROVIDE_INTERVAL = 20 * 60_000

/**
 * ms between looks at the clock for a new hour. Timers stand still while a machine
 * sleeps: one that wakes up in another hour is found under its key this soon.
 */
export const CLOCK_INTERVAL = 1_000

/** Pauses between lookups, in ms: while nobody is found they grow from the first to the second */
export const FIRST_LOOKUP_PAUSE = 1_000
export const LONGEST_LOOKUP_PAUSE = 60_000

/** While in a call a lookup mends one that was split in two: no hurry, in ms */
export const CALL_LOOKUP_PAUSE = 5 * 60_000

/** DHT peers that are asked directly, before any walk: the nearest of those connected */
export const DIRECT_PEERS = 3

/**
 * Entries of the network that are asked beside them, if they are not among them: whoever
 * knows the key can make PeerIds that are nearer, and connect
 */
export const ENTRY_PEERS = 5

/** ms until the second nearest is asked beside the nearest */
export const ASK_DELAY = 100

/** ms after which the others are asked too although the nearest knew somebody: nobody of those has let us in */
export const OTHERS_DELAY = 300

/** How often one that resets the stream is asked again */
export const DIRECT_RETRIES = 2

/** ms that a DHT peer's answer may take when asked directly */
export const DIRECT_TIMEOUT = 3_000

/** ms after which the DHT is walked although its nearest peers knew of members */
export const WALK_DELAY = 2_000

/** ms that a walk of the DHT may take */
export const WALK_TIMEOUT = 10_000

/** Pauses before an entry of the network is dialled again, in ms */
export const FIRST_REDIAL_PAUSE = 500
export const LONGEST_REDIAL_PAUSE = 30_000

/** ms that a dial to an entry of the network may take */
export const ENTRY_DIAL_TIMEOUT = 10_000
