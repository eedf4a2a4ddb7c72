import { mkdirSync, watch } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { defaultKeyPath } from '../../keys/index.ts'
import { PrivateFileError, readPrivateFile, writePrivateFile } from '../../keys/private-file.ts'
import { GroupFileError } from './errors.ts'
import { MAX_GROUP_FILE_BYTES } from './group-file.ts'

const DIRECTORY = 'groups'
const DIRECTORY_MODE = 0o700

/** The key file that is there when nobody names one */
const DEFAULT_KEY_NAME = 'identity'

const FILE_NAME = /^([0-9a-f]{16})\.json$/

/** ms: one change of a file is told several times */
const DEBOUNCE = 50

/** Files that are being written by this process: each writer sees what the one before it has written */
const writing = new Map<string, Promise<unknown>>()

/**
 * Where the groups of an identity are kept: `groups` beside its key file, and
 * `ben-groups` beside a `ben.json`, so that each identity has its own
 */
export function defaultGroupsPath (keyPath: string = defaultKeyPath()): string {
  const { dir, name } = parse(keyPath)

  return join(dir, name === DEFAULT_KEY_NAME ? DIRECTORY : `${name}-${DIRECTORY}`)
}

/** What a text is called in messages */
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

    throw new GroupFileError(err.code === 'ENOTDIR' ? 'not-a-group-file' : 'io', directory, `the groups cannot be read (${err.code}): this is to be a folder that belongs to you`, { cause: err })
  }
}

/**
 * @returns nothing where there is none
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
 * Writes a text in the place of another one, or of none, which only its owner can
 * read, and which is there as a whole or not at all. Of two processes that do so in
 * the same milliseconds the later one wins.
 *
 * @returns whether `before` was what stood there; nothing is written if it was not
 * @throws {GroupFileError}
 */
export async function replaceText (directory: string, key: string, before: string | undefined, after: string): Promise<boolean> {
  const path = pathOf(directory, key)
  const replaced = (writing.get(path) ?? Promise.resolve()).then(async () => replace(directory, key, before, after))
  const settled = replaced.catch(() => {})
  writing.set(path, settled)

  try {
    return await replaced
  } finally {
    if (writing.get(path) === settled) {
      writing.delete(path)
    }
  }
}

/**
 * Harmless where there is none
 *
 * @throws {GroupFileError}
 */
export async function removeText (directory: string, key: string): Promise<void> {
  const path = pathOf(directory, key)

  try {
    await rm(path, { force: true })
  } catch (err: any) {
    throw new GroupFileError('io', path, `the group cannot be removed (${err.code}): see that the folder belongs to you`, { cause: err })
  }
}

/**
 * Tells of each change of a text, whichever process made it, until the signal aborts
 *
 * @throws {GroupFileError}
 */
export function watchText (directory: string, key: string, onChange: () => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined

  try {
    mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE })

    // the directory: a file that is replaced is another one each time
    const watcher = watch(directory, { persistent: false, signal }, (event, name) => {
      if (name == null || name === `${key}.json`) {
        clearTimeout(timer)
        timer = signal.aborted ? undefined : setTimeout(onChange, DEBOUNCE)
      }
    })

    // the directory itself is gone: nothing changes in it any more
    watcher.on('error', () => {})
  } catch (err: any) {
    throw new GroupFileError('io', directory, `what other programs change there is not seen (${err.code}): see that the folder belongs to you`, { cause: err })
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

/** What is wrong with a file, in words for the user */
function describe (err: unknown, path: string, done: 'read' | 'written'): unknown {
  if (!(err instanceof PrivateFileError)) {
    return err
  }

  const { cause, problem, system } = err

  switch (problem) {
    case 'directory':
    case 'no-file':
      return new GroupFileError('not-a-group-file', path, `this is ${problem === 'directory' ? 'a directory' : 'no regular file'}, and a group is kept in a file of this name: move it away`)
    case 'too-large':
      return new GroupFileError('too-large', path, 'this is larger than any file of a group: move it away and join with a new invite')
    default:
      return new GroupFileError('io', path, `the group cannot be ${done} (${system}): see that the file and its folder belong to you and the disk is not full`, { cause })
  }
}
