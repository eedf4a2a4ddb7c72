import type { MeshLimits } from '../mesh/index.ts'

/** Providers that are remembered: a DHT peer can name any number that are not members */
export const MAX_CANDIDATES = 64

/** Providers that are asked at once: a record must not make us dial the world */
export const MAX_ATTEMPTS = 8

/** ms until a peer counts as absent if its host doesn't accept a connection, and as slow otherwise: it then makes room for others */
export const ATTEMPT_TIMEOUT = 3_000

/** ms for a peer to answer if its host accepts the connection: a busy machine takes long, and without the answer we would begin a second call */
export const ANSWER_TIMEOUT = 12_000

/** ms until the next provider is asked beside a slow one, as in RFC 8305 section 8 */
export const ATTEMPT_DELAY = 150

/** ms until others are asked after one has let us in: they may be in another call */
export const SUCCESS_DELAY = 500

/** ms before a provider that failed is asked again: doubled with each failure, up to the longest */
export const FIRST_RETRY_PAUSE = 2_000
export const LONGEST_RETRY_PAUSE = 300_000

/** Times that a member that doesn't answer is asked again without being found again: for two minutes */
export const MAX_RETRIES = 6

/** ms after which a search no longer waits for bootstrap peers that it can't reach, nor for their answers; it goes on */
export const REACH_TIMEOUT = 10_000

/**
 * ms between lookups after someone was lost: a sixteenth of the time since, so that what
 * comes back is found after little more than it was away, within these bounds
 */
export const FIRST_LOST_PAUSE = 500
export const LONGEST_LOST_PAUSE = 60_000
export const LOST_PAUSE_SHARE = 1 / 16

/** ms after which a lost member is only looked for as often as any other */
export const LOST_TIME = 60 * 60_000

/** Members that are looked for: a full call. Each may have named addresses of others, which get dials from us */
export const MAX_LOST = 8

/**
 * ms after which a newcomer has a place, or gives up, although not everybody has let it in:
 * members that refuse it can hold it up for no longer
 */
export const RACE_LIMIT = 10_000

/** Reactions of one participant: more would hide each other, and each is read out */
export const REACTIONS_PER_SECOND = 1
export const REACTION_BURST = 5

/** What a test may change; times in ms */
export interface CallLimits extends MeshLimits {
  /** @default 10_000 */
  raceLimit: number
}
