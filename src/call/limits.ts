/** Providers that are remembered: who provides without being a member shall not fill the memory */
export const MAX_CANDIDATES = 64

/** Providers that are tried at once: a record shall not make us dial the world */
export const MAX_ATTEMPTS = 8

/** ms that a provider has for its answer */
export const ATTEMPT_TIMEOUT = 3_000
