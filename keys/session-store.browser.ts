/**
 * Browser twin of `session-store.ts`: session counts are stored in IndexedDB, as
 * numbers. A path is a name there.
 */

import { get, update } from 'idb-keyval'
import { useDatabase } from './database.browser.ts'
import { SessionStoreError } from './errors.ts'
import { isSessionCount, nextSessionCount } from './session-count.ts'
import type { UseStore } from 'idb-keyval'

const DATABASE = 'groupcall-sessions'
const STORE = 'sessions'

/**
 * Claims a session count above `floor` and above every count that was claimed
 * before, in one transaction, so that no other tab gets the same
 *
 * @throws {SessionStoreError} if it can't be stored
 */
export async function claimSessionCount (path: string, publicKey: string, floor: number): Promise<number> {
  let count = 0

  await withStore(path, async store => update<unknown>(nameOf(path, publicKey), before => {
    count = nextSessionCount(floor, readCount(before))

    return count
  }, store))

  return count
}

/**
 * Returns the highest count that was claimed, 0 if none was
 *
 * @throws {SessionStoreError} if it can't be read
 */
export async function highestSessionCount (path: string, publicKey: string): Promise<number> {
  return readCount(await withStore(path, async store => get<unknown>(nameOf(path, publicKey), store)))
}

function nameOf (path: string, publicKey: string): string {
  return `${path}/${publicKey}`
}

/** A damaged count starts at 0 again, and what others have seen raises it */
function readCount (value: unknown): number {
  return isSessionCount(value) ? value : 0
}

async function withStore<T> (path: string, use: (store: UseStore) => Promise<T>): Promise<T> {
  return useDatabase(DATABASE, STORE, use, (reason, cause) => new SessionStoreError(path, `this browser can't store the count of your sessions (${reason}). Calls still work; leave private browsing, or allow the site to store data`, { cause }))
}
