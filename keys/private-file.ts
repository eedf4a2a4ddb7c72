import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileHandle } from 'node:fs/promises'

const FILE_MODE = 0o600
const DIRECTORY_MODE = 0o700

/** The permissions of group and others in a file mode */
const OTHERS = 0o077

/**
 * Why a file that only its owner may read can't be used; `io` is any error of the
 * system
 */
export type PrivateFileProblem = 'not-found' | 'directory' | 'no-file' | 'too-large' | 'exists' | 'io'

/** Something is wrong with a file. Callers turn it into a message for the user */
export class PrivateFileError extends Error {
  static name = 'PrivateFileError'
  name = 'PrivateFileError'
  readonly problem: PrivateFileProblem

  constructor (problem: PrivateFileProblem, options?: ErrorOptions) {
    super(problem, options)
    this.problem = problem
  }

  /** The system's name for the error, for messages */
  get system (): string {
    const cause: any = this.cause

    return cause?.code ?? cause?.name ?? this.problem
  }
}

/**
 * Writes a file that only its owner can read, and creates the directories above it.
 * The write is atomic.
 *
 * @param path
 * @param text
 * @param replace - overwrite an existing file instead of failing
 * @throws {PrivateFileError} `exists` or `io`
 */
export async function writePrivateFile (path: string, text: string, replace: boolean): Promise<void> {
  try {
    await write(path, text, replace)
  } catch (err: any) {
    throw err instanceof PrivateFileError ? err : new PrivateFileError('io', { cause: err })
  }
}

/**
 * Reads a file of at most `maxBytes` as UTF-8
 *
 * @returns its text, and its mode as in `stat`
 * @throws {PrivateFileError} any problem but `exists`
 */
export async function readPrivateFile (path: string, maxBytes: number): Promise<{ text: string, mode: number }> {
  try {
    // without O_NONBLOCK, opening a named pipe waits forever for a writer
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))

    try {
      const stat = await file.stat()

      if (!stat.isFile()) {
        throw new PrivateFileError(stat.isDirectory() ? 'directory' : 'no-file')
      }

      return { text: new TextDecoder().decode(await readBytes(file, maxBytes)), mode: stat.mode }
    } finally {
      await file.close()
    }
  } catch (err: any) {
    if (err instanceof PrivateFileError) {
      throw err
    }

    throw new PrivateFileError(err.code === 'ENOENT' ? 'not-found' : 'io', { cause: err })
  }
}

/** Returns whether others on this machine may read or change a file of this mode; Windows has no such modes */
export function isOpenToOthers (mode: number): boolean {
  return (mode & OTHERS) !== 0 && process.platform !== 'win32'
}

async function write (path: string, text: string, replace: boolean): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: DIRECTORY_MODE })

  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)

  try {
    const file = await open(temporary, 'wx', FILE_MODE)

    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }

    if (replace) {
      await rename(temporary, path)
    } else {
      await linkNew(temporary, path)
    }
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Unlike a rename, a link fails if the new name exists */
async function linkNew (temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (err: any) {
    throw new PrivateFileError(err.code === 'EEXIST' ? 'exists' : 'io', { cause: err })
  }
}

/** Doesn't rely on the size in `stat`, because the file may grow meanwhile */
async function readBytes (file: FileHandle, maxBytes: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(maxBytes + 1)
  let length = 0

  while (length < buffer.byteLength) {
    const { bytesRead } = await file.read(buffer, length, buffer.byteLength - length)

    if (bytesRead === 0) {
      return buffer.subarray(0, length)
    }

    length += bytesRead
  }

  throw new PrivateFileError('too-large')
}
