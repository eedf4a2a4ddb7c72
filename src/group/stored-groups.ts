import { equals } from 'uint8arrays/equals'
import { toString } from 'uint8arrays/to-string'
import { GroupFileError } from './errors.ts'
import { decodeGroupFile, encodeGroupFile } from './group-file.ts'
import { listKeys, pathOf, readText, removeText, replaceText, watchText } from './store.ts'
import { findGroup } from './stored-group.ts'
import type { StoredGroup } from './stored-group.ts'

/** Bytes of an id that a file is named after: enough to tell anybody's groups apart */
const KEY_BYTES = 8

/** How often others may change a group while it is being changed here; more often is a defect */
const MAX_TRIES = 32

export interface ListGroupsOptions {
  /**
   * Called for each file that can't be used; the others are listed
   *
   * @default the first such file is an error
   */
  onBroken?(error: GroupFileError): void
}

/**
 * Returns all stored groups, sorted by name
 *
 * @param directory - see `defaultGroupsPath`
 * @throws {GroupFileError}
 */
export async function listGroups (directory: string, { onBroken }: ListGroupsOptions = {}): Promise<StoredGroup[]> {
  const keys = await listKeys(directory)
  const groups = await Promise.all(keys.map(async key => {
    try {
      return await read(directory, key)
    } catch (err) {
      if (onBroken == null || !(err instanceof GroupFileError)) {
        throw err
      }

      onBroken(err)
    }
  }))

  return groups.filter(stored => stored != null).sort((a, b) => a.group.name.localeCompare(b.group.name))
}

/**
 * Returns the group with a name, in upper or lower case, or with the first hex digits of its
 * id. Files of other groups may be broken.
 *
 * @param directory
 * @param nameOrId
 * @throws {GroupNameError} if there is none, or several
 * @throws {GroupFileError} if there is none, but a file that can't be read: it may be the one
 */
export async function loadGroup (directory: string, nameOrId: string): Promise<StoredGroup> {
  const broken: GroupFileError[] = []
  const groups = await listGroups(directory, { onBroken: err => { broken.push(err) } })

  try {
    return findGroup(groups, nameOrId)
  } catch (err: any) {
    throw err.code === 'not-found' && broken.length > 0 ? broken[0] : err
  }
}

/**
 * Returns the group with an id, if it is stored
 *
 * @throws {GroupFileError}
 */
export async function readGroup (directory: string, id: Uint8Array): Promise<StoredGroup | undefined> {
  return read(directory, keyOf(id), id)
}

/**
 * Stores a group, and replaces what was known of it before. A file that can't be read is not
 * overwritten.
 *
 * @throws {GroupFileError}
 */
export async function saveGroup (directory: string, stored: StoredGroup): Promise<void> {
  await updateGroup(directory, stored.group.id, () => stored)
}

/**
 * Reads a group, changes it and stores it. If another program has changed it meanwhile, the
 * change is repeated on the new state, so that no change is lost.
 *
 * @param directory
 * @param id
 * @param change - gets `undefined` if the group is not stored; nothing is written if it
 * returns `undefined`, or what is there already
 * @returns the group as it is stored now
 * @throws {GroupFileError} and leaves the file as it is, as it does if `change` throws
 */
export async function updateGroup (directory: string, id: Uint8Array, change: (stored?: StoredGroup) => StoredGroup | undefined | Promise<StoredGroup | undefined>): Promise<StoredGroup | undefined> {
  const key = keyOf(id)

  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const text = await readText(directory, key)
    const before = await decode(directory, key, text, id)
    const after = await change(before)

    if (after == null) {
      return before
    }

    const next = encodeGroupFile(after)

    if (next === text || await replaceText(directory, key, text, next)) {
      return after
    }
  }

  throw new GroupFileError('io', pathOf(directory, key), 'other programs keep changing this group: close them')
}

/**
 * Deletes a group. Idempotent.
 *
 * @throws {GroupFileError}
 */
export async function deleteGroup (directory: string, id: Uint8Array): Promise<void> {
  await removeText(directory, keyOf(id))
}

/**
 * Reports each change of a stored group, also by other processes (in browsers: other tabs),
 * until the signal aborts. Reading the new state may fail.
 *
 * @throws {GroupFileError} if changes can't be watched
 */
export function watchGroup (directory: string, id: Uint8Array, onChange: () => void, signal: AbortSignal): void {
  watchText(directory, keyOf(id), onChange, signal)
}

/** Returns the file in which a group is stored; in browsers its name there */
export function groupPath (directory: string, id: Uint8Array): string {
  return pathOf(directory, keyOf(id))
}

async function read (directory: string, key: string, id?: Uint8Array): Promise<StoredGroup | undefined> {
  return decode(directory, key, await readText(directory, key), id)
}

async function decode (directory: string, key: string, text?: string, id?: Uint8Array): Promise<StoredGroup | undefined> {
  if (text == null) {
    return undefined
  }

  const stored = await decodeGroupFile(text, pathOf(directory, key))

  if (keyOf(stored.group.id) !== key || (id != null && !equals(stored.group.id, id))) {
    throw new GroupFileError('damaged', pathOf(directory, key), `this file contains another group: rename it to ${keyOf(stored.group.id)}.json, or move it away`)
  }

  return stored
}

function keyOf (id: Uint8Array): string {
  return toString(id.subarray(0, KEY_BYTES), 'base16')
}
