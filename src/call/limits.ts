/** Providers that are remembered: a DHT peer can name any number that are not members */
export const MAX_CANDIDATES = 64

/** Providers that are asked at once: a record must not make us dial the world */
export const MAX_ATTEMPTS = 8

/** ms that a provider has to answer */
export const ATTEMPT_TIMEOUT = 3_000

/** ms until the next provider is asked beside a slow one, as in RFC 8305 section 8 */
export const ATTEMPT_DELAY = 150

/** ms until others are asked after one has let us in: they may be in another call */
export const SUCCESS_DELAY = 500

/** ms before a provider that failed is asked again: doubled with each failure, up to the longest */
export const FIRST_RETRY_PAUSE = 2_000
export const LONGEST_RETRY_PAUSE = 300_000

/** ms after which a search that reaches nobody reports that nobody is there; it goes on */
export const REACH_TIMEOUT = 10_000
