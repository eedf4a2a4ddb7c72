/** The highest count of a session: 6 bytes carry it in messages */
export const MAX_SESSION_COUNT = 2 ** 48 - 1

/** Returns whether a value counts a session, or is the 0 of an identity without any */
export function isSessionCount (value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MAX_SESSION_COUNT
}

/** Returns the count of a session that is newer than all of these; at its highest it stays there */
export function nextSessionCount (...counts: number[]): number {
  return Math.min(Math.max(...counts) + 1, MAX_SESSION_COUNT)
}
