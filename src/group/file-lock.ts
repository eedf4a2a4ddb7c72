import { randomUUID } from 'node:crypto'
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const FILE_MODE = 0o600
const DIRECTORY_MODE = 0o700

/** ms after which a lock was left behind by a process that died: a file is read and written within a few ms */
const STALE = 5_000

/** Longest pause in ms until a lock is tried again; random, so that waiting processes don't collide each time */
const LONGEST_PAUSE = 10

export interface FileLockOptions {
  /**
   * ms after which a lock was left behind by a process that died
   *
   * @default 5000
   */
  stale?: number
}

/**
 * Runs a task while no other process runs one with a lock on the same file. For tasks of
 * a few ms: a lock that is older than `stale` is broken.
 *
 * @throws {Error} of the file system, or of the task
 */
export async function withFileLock<T> (path: string, task: () => Promise<T>, { stale = STALE }: FileLockOptions = {}): Promise<T> {
  const lock = join(dirname(path), `.${basename(path)}.lock`)

  await mkdir(dirname(path), { recursive: true, mode: DIRECTORY_MODE })

  while (!await create(lock)) {
    if (!await breakStale(lock, stale)) {
      await pause(Math.random() * LONGEST_PAUSE)
    }
  }

  try {
    return await task()
  } finally {
    await rm(lock, { force: true })
  }
}

async function create (lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', FILE_MODE)).close()

    return true
  } catch (err: any) {
    if (err.code === 'EEXIST') {
      return false
    }

    throw err
  }
}

/** Returns whether a lock was left behind, and is removed now */
async function breakStale (lock: string, stale: number): Promise<boolean> {
  const before = await stat(lock).catch(() => undefined)

  if (before == null || Date.now() - before.mtimeMs < stale) {
    return false
  }

  // another process may do the same, so that this is the new lock of a third one by now: look before it is removed
  const aside = `${lock}.${randomUUID()}`

  try {
    await rename(lock, aside)
    const moved = await stat(aside)

    if (moved.ino !== before.ino || moved.mtimeMs !== before.mtimeMs) {
      await link(aside, lock)

      return false
    }

    return true
  } catch {
    return false
  } finally {
    await rm(aside, { force: true })
  }
}
