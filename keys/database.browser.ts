/**
 * What the browser twins of all stores share: one use of one of the page's databases
 */

import { createStore } from 'idb-keyval'
import type { UseStore } from 'idb-keyval'

/** ms that a database may take: it never answers if another tab blocks it, or if the browser's files are damaged */
export const DATABASE_TIMEOUT = 10_000

/** The same for the uses after one that had no answer: a page opens several databases, one after the other */
const IMPATIENT_TIMEOUT = 250

let answers = true

/** Returns what to tell the user when a store can't be used, for a reason as in {@link useDatabase} */
export function storageProblem (reason: string): string {
  return `this browser can't store anything for this site (${reason}): leave private browsing, or allow the site to store data`
}

/**
 * Opens a database of texts or numbers by name, and uses it once
 *
 * @param database
 * @param store
 * @param use
 * @param describe - returns the error for a reason, such as `SecurityError` or `QuotaExceededError`
 * @throws {Error} that `describe` returned
 */
export async function useDatabase<T> (database: string, store: string, use: (store: UseStore) => Promise<T>, describe: (reason: string, cause: unknown) => Error): Promise<T> {
  const silence = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    answers = false
    silence.reject(new DOMException(`The database ${database} doesn't answer`, 'TimeoutError'))
  }, answers ? DATABASE_TIMEOUT : IMPATIENT_TIMEOUT)

  try {
    const result = await Promise.race([use(createStore(database, store)), silence.promise])
    answers = true

    return result
  } catch (err: any) {
    // a transaction that the browser has aborted may come without an error
    throw describe(err?.name ?? 'AbortError', err)
  } finally {
    clearTimeout(timer)
  }
}
