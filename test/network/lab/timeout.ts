/** ms after which a process of a scenario is killed: longer than any scenario takes */
export const LAB_TIMEOUT = 15 * 60_000
