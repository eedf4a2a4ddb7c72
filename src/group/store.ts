import { mkdirSync, watch } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { defaultKeyPath } from '../../keys/index.ts'
import { PrivateFileError, readPrivateFile, writePrivateFile } from '../../keys/private-file.ts'
import { GroupFileError } from './errors.ts'
import { withFileLock } from './file-lock.ts'
import { MAX_GROUP_FILE_BYTES } from './group-file.ts'

const DIRECTORY = 'groups'
const DIRECTORY_MODE = 0o700

/** Name of the default key file */
const DEFAULT_KEY_NAME = 'identity'

const FILE_NAME = /^([0-9a-f]{16})\.json$/

/** ms: one change of a file is reported several times */
const DEBOUNCE = 50

/**
 * Returns where the groups of an identity are stored: `groups` beside its key file, and
 * `ben-groups` beside a `ben.json`, so that each identity has its own
 */
export function defaultGroupsPath (keyPath: string = defaultKeyPath()): string {
  const { dir, name } = parse(keyPath)

  return join(dir, name === DEFAULT_KEY_NAME ? DIRECTORY : `${name}-${DIRECTORY}`)
}

/** Returns the name of a text for messages */
export function pathOf (directory: string, key: string): string {
  return join(directory, `${key}.json`)
}

/**
 * Returns the keys of all texts: the first 16 hex digits of a group's id each
 *
 * @throws {GroupFileError}
 */
export async function listKeys (directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).map(name => FILE_NAME.exec(name)?.[1]).filter(key => key != null).sort()
  } catch (err: any) {
    if (err.code === 'ENOENT') {
      return []
    }

    throw new GroupFileError(err.code === 'ENOTDIR' ? 'not-a-group-file' : 'io', directory, `the groups can't be read (${err.code ?? err.message}): this should be a folder that belongs to you`, { cause: err })
  }
}

/**
 * @returns `undefined` if there is none
 * @throws {GroupFileError}
 */
export async function readText (directory: string, key: string): Promise<string | undefined> {
  const path = pathOf(directory, key)

  try {
    return (await readPrivateFile(path, MAX_GROUP_FILE_BYTES)).text
  } catch (err) {
    if (err instanceof PrivateFileError && err.problem === 'not-found') {
      return undefined
    }

    throw describe(err, path, 'read')
  }
}

/**
 * Replaces a text, or creates it, so that only its owner can read it, and atomically, also
 * when several processes do so at once
 *
 * @returns whether the text was `before`; nothing is written if it was not
 * @throws {GroupFileError}
 */
export async function replaceText (directory: string, key: string, before: string | undefined, after: string): Promise<boolean> {
  const path = pathOf(directory, key)

  try {
    return await withFileLock(path, async () => replace(directory, key, before, after))
  } catch (err: any) {
    // the lock can't be created
    throw err instanceof GroupFileError || err.code == null ? err : describe(new PrivateFileError('io', { cause: err }), path, 'written')
  }
}

/**
 * Idempotent
 *
 * @throws {GroupFileError}
 */
export async function removeText (directory: string, key: string): Promise<void> {
  const path = pathOf(directory, key)

  try {
    await rm(path, { force: true })
  } catch (err: any) {
    throw new GroupFileError('io', path, `the group can't be deleted (${err.code ?? err.message}): make sure that the folder belongs to you`, { cause: err })
  }
}

/**
 * Reports each change of a text, by any process, until the signal aborts
 *
 * @throws {GroupFileError}
 */
export function watchText (directory: string, key: string, onChange: () => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined

  try {
    mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE })

    // watch the directory, because a file that is replaced is a new file each time
    const watcher = watch(directory, { persistent: false, signal }, (event, name) => {
      if (name == null || name === `${key}.json`) {
        clearTimeout(timer)
        timer = signal.aborted ? undefined : setTimeout(onChange, DEBOUNCE)
      }
    })

    // the directory was deleted, so nothing changes in it
    watcher.on('error', () => {})
  } catch (err: any) {
    throw new GroupFileError('io', directory, `changes by other programs can't be watched (${err.code ?? err.message}): make sure that the folder belongs to you`, { cause: err })
  }

  signal.addEventListener('abort', () => { clearTimeout(timer) }, { once: true })
}

async function replace (directory: string, key: string, before: string | undefined, after: string): Promise<boolean> {
  const path = pathOf(directory, key)

  if (await readText(directory, key) !== before) {
    return false
  }

  try {
    await writePrivateFile(path, after, before != null)

    return true
  } catch (err) {
    if (err instanceof PrivateFileError && err.problem === 'exists') {
      return false
    }

    throw describe(err, path, 'written')
  }
}

/** Describes to the user what is wrong with a file */
function describe (err: unknown, path: string, done: 'read' | 'written'): unknown {
  if (!(err instanceof PrivateFileError)) {
    return err
  }

  const { cause, problem, system } = err

  switch (problem) {
    case 'directory':
    case 'no-file':
      return new GroupFileError('not-a-group-file', path, `this is ${problem === 'directory' ? 'a directory' : 'not a regular file'}, and a group is stored under this name: move it away`)
    case 'too-large':
      return new GroupFileError('too-large', path, 'this is larger than any group file: move it away and join with a new invite')
    default:
      return new GroupFileError('io', path, `the group can't be ${done} (${system}): make sure that the file and its folder belong to you and the disk isn't full`, { cause })
  }
}
