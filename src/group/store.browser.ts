/**
 * Browser twin of `store.ts`: groups are stored in IndexedDB, as the texts of their files. A
 * directory is the prefix of a name there.
 */

import { get, keys, del, promisifyRequest } from 'idb-keyval'
import { storageProblem, useDatabase } from '../../keys/database.browser.ts'
import { defaultKeyPath } from '../../keys/index.ts'
import { GroupFileError } from './errors.ts'
import type { UseStore } from 'idb-keyval'

const DATABASE = 'groupcall-groups'
const STORE = 'groups'

/** Announces to other tabs which text has changed */
const CHANNEL = 'groupcall-groups'

/** Returns where the groups of an identity are stored: each has its own */
export function defaultGroupsPath (keyPath: string = defaultKeyPath()): string {
  return keyPath
}

export function pathOf (directory: string, key: string): string {
  return `${directory}/${key}`
}

export async function listKeys (directory: string): Promise<string[]> {
  const names = await withStore(directory, async store => keys<string>(store))
  const prefix = pathOf(directory, '')

  return names.filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length)).sort()
}

export async function readText (directory: string, key: string): Promise<string | undefined> {
  return withStore(directory, async store => get<string>(pathOf(directory, key), store))
}

/** Atomic across tabs */
export async function replaceText (directory: string, key: string, before: string | undefined, after: string): Promise<boolean> {
  const path = pathOf(directory, key)
  let replaced = false

  await withStore(directory, async useStore => useStore('readwrite', async objects => {
    const request = objects.get(path)

    request.onsuccess = () => {
      if (request.result === before) {
        replaced = true
        objects.put(after, path)
      }
    }

    return promisifyRequest(objects.transaction)
  }))

  if (replaced) {
    tell(path)
  }

  return replaced
}

export async function removeText (directory: string, key: string): Promise<void> {
  await withStore(directory, async store => del(pathOf(directory, key), store))
  tell(pathOf(directory, key))
}

export function watchText (directory: string, key: string, onChange: () => void, signal: AbortSignal): void {
  if (signal.aborted) {
    return
  }

  const channel = new BroadcastChannel(CHANNEL)

  channel.onmessage = ({ data }) => {
    if (data === pathOf(directory, key)) {
      onChange()
    }
  }

  signal.addEventListener('abort', () => { channel.close() }, { once: true })
}

function tell (path: string): void {
  const channel = new BroadcastChannel(CHANNEL)

  channel.postMessage(path)
  channel.close()
}

async function withStore<T> (path: string, use: (store: UseStore) => Promise<T>): Promise<T> {
  return useDatabase(DATABASE, STORE, use, (reason, cause) => new GroupFileError('io', path, storageProblem(reason), { cause }))
}
