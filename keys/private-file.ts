import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileHandle } from 'node:fs/promises'

const FILE_MODE = 0o600
const DIRECTORY_MODE = 0o700

/** What group and others may do, in the mode of a file */
const OTHERS = 0o077

/**
 * Why a file that only its owner may read cannot be used; `io` is anything that the
 * system says
 */
export type PrivateFileProblem = 'not-found' | 'directory' | 'no-file' | 'too-large' | 'exists' | 'io'

/** Something is wrong with a file. Whoever uses it says so in words of its own */
export class PrivateFileError extends Error {
  static name = 'PrivateFileError'
  name = 'PrivateFileError'
  readonly problem: PrivateFileProblem

  constructor (problem: PrivateFileProblem, options?: ErrorOptions) {
    super(problem, options)
    this.problem = problem
  }

  /** What the system calls it, for messages */
  get system (): string {
    const cause: any = this.cause

    return cause?.code ?? cause?.name ?? this.problem
  }
}

/**
 * Writes a file that only its owner can read, and makes the directories above it.
 * It is there as a whole or not at all, whatever happens.
 *
 * @param path
 * @param text
 * @param replace - take the place of what is there, rather than fail
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
 * Reads a file as UTF-8, at most `maxBytes` of it.
 *
 * @returns its text, and its mode as in `stat`
 * @throws {PrivateFileError}
 */
export async function readPrivateFile (path: string, maxBytes: number): Promise<{ text: string, mode: number }> {
  try {
    // without O_NONBLOCK, opening a named pipe waits for a writer for ever
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

/** Whether others on this machine may read or change a file of this mode; Windows has no such modes */
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

/** Other than a rename, a link fails if there is something under the new name */
async function linkNew (temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (err: any) {
    throw new PrivateFileError(err.code === 'EEXIST' ? 'exists' : 'io', { cause: err })
  }
}

/** The size that stat tells is not to be relied on: a file may grow meanwhile */
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
