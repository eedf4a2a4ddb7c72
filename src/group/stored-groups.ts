import { equals } from 'uint8arrays/equals'
import { toString } from 'uint8arrays/to-string'
import { GroupFileError } from './errors.ts'
import { decodeGroupFile, encodeGroupFile } from './group-file.ts'
import { listKeys, pathOf, readText, removeText, replaceText, watchText } from './store.ts'
import { findGroup } from './stored-group.ts'
import type { StoredGroup } from './stored-group.ts'

/** Bytes of an id that a file is named after: as many groups as anybody has are told apart */
const KEY_BYTES = 8

/** Others that may change a group while it is changed here; more than that is a defect */
const MAX_TRIES = 32

export interface ListGroupsOptions {
  /**
   * Told of each file that cannot be used; the others are listed
   *
   * @default the first such file is an error
   */
  onBroken?(error: GroupFileError): void
}

/**
 * Returns all groups that are kept, sorted by their names
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
 * Returns the group with a name (upper and lower case are the same), or whose id
 * begins with some hex digits. Other files than its own may be broken.
 *
 * @param directory
 * @param nameOrId
 * @throws {GroupNameError} where there is none, or several
 * @throws {GroupFileError} where there is none, and a file that cannot be read: it may be that one
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
 * Returns the group with an id, if it is kept
 *
 * @throws {GroupFileError}
 */
export async function readGroup (directory: string, id: Uint8Array): Promise<StoredGroup | undefined> {
  return read(directory, keyOf(id), id)
}

/**
 * Keeps a group, in the place of what was known of it before. A file that cannot be
 * read is not overwritten.
 *
 * @throws {GroupFileError}
 */
export async function saveGroup (directory: string, stored: StoredGroup): Promise<void> {
  await updateGroup(directory, stored.group.id, () => stored)
}

/**
 * Reads a group, changes it and keeps it. When somebody else has changed it in the
 * meantime, that is read and changed again.
 *
 * @param directory
 * @param id
 * @param change - gets nothing where the group is not kept; nothing is written where
 * it returns nothing, or what is there already
 * @returns the group as it is kept then
 * @throws {GroupFileError} and leaves what is kept as it is, as it does when `change` throws
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

  throw new GroupFileError('io', pathOf(directory, key), 'other programs change this group all the time: end them')
}

/**
 * Forgets a group. Harmless when it is not kept.
 *
 * @throws {GroupFileError}
 */
export async function deleteGroup (directory: string, id: Uint8Array): Promise<void> {
  await removeText(directory, keyOf(id))
}

/**
 * Tells of each change of what is kept of a group, also when other processes (in
 * browsers: other tabs) make it, until the signal aborts. What has changed is there
 * to be read, which may fail.
 *
 * @throws {GroupFileError} where changes cannot be seen
 */
export function watchGroup (directory: string, id: Uint8Array, onChange: () => void, signal: AbortSignal): void {
  watchText(directory, keyOf(id), onChange, signal)
}

/** The file in which a group is kept; in browsers its name there */
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
    throw new GroupFileError('damaged', pathOf(directory, key), `another group stands in this file: call it ${keyOf(stored.group.id)}.json, or move it away`)
  }

  return stored
}

function keyOf (id: Uint8Array): string {
  return toString(id.subarray(0, KEY_BYTES), 'base16')
}
