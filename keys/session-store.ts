import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { SessionStoreError } from './errors.ts'
import { MAX_SESSION_COUNT, nextSessionCount } from './session-count.ts'

const DIRECTORY = 'sessions'
const DIRECTORY_MODE = 0o700
const FILE_MODE = 0o600

/** The key file that is used unless another is named */
const DEFAULT_KEY_NAME = 'identity'

/** A claimed count: an empty file whose name is the public key and the count in decimal digits */
const CLAIM = /^([0-9a-f]{64})-([1-9]\d{0,14})$/

/** Highest claims of an identity that are kept: so many processes may overtake one that makes a claim */
const KEPT_CLAIMS = 16

/** An attempt fails only because another process succeeded: so many failures mean that something else is wrong */
const MAX_ATTEMPTS = 256

/**
 * Claims a session count above `floor` and above every count that was claimed
 * before, and stores it beside the key file.
 *
 * There is no lock that a crash could leave behind, and no content that could get
 * damaged. To claim a count, a process creates its file, which fails if another was
 * faster. Old claims are removed, and a removed count must not be claimed again by a
 * process that was slow: as only claims below the 16 highest are removed, a count that
 * still among those is new.
 *
 * @throws {SessionStoreError} if it can't be stored
 */
export async function claimSessionCount (keyPath: string, publicKey: string, floor: number): Promise<number> {
  const directory = directoryOf(keyPath)

  try {
    await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE })

    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const count = nextSessionCount(floor, ...await listClaims(directory, publicKey))

      if (await create(join(directory, nameOf(publicKey, count))) || count === MAX_SESSION_COUNT) {
        const claims = await listClaims(directory, publicKey)

        if (claims.filter(claim => claim > count).length < KEPT_CLAIMS) {
          await syncDirectory(directory)
          await removeOld(directory, publicKey, claims)

          return count
        }
      }
    }
  } catch (err: any) {
    throw describe(directory, err)
  }

  throw describe(directory, new Error('EBUSY'))
}

/**
 * Returns the highest count that was claimed, 0 if none was
 *
 * @throws {SessionStoreError} if it can't be read
 */
export async function highestSessionCount (keyPath: string, publicKey: string): Promise<number> {
  const directory = directoryOf(keyPath)

  try {
    return Math.max(0, ...await listClaims(directory, publicKey))
  } catch (err: any) {
    throw describe(directory, err)
  }
}

/** `sessions` beside the key file, `ben-sessions` beside a `ben.json` */
function directoryOf (keyPath: string): string {
  const { dir, name } = parse(keyPath)

  return join(dir, name === DEFAULT_KEY_NAME ? DIRECTORY : `${name}-${DIRECTORY}`)
}

function nameOf (publicKey: string, count: number): string {
  return `${publicKey}-${count}`
}

/** Ignores files that aren't claims of this identity */
async function listClaims (directory: string, publicKey: string): Promise<number[]> {
  const claims = (await readdir(directory)).map(name => CLAIM.exec(name)).filter(claim => claim?.[1] === publicKey)

  return claims.map(claim => Number(claim?.[2])).filter(count => count <= MAX_SESSION_COUNT)
}

/** Returns false if the file exists */
async function create (path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', FILE_MODE)
    await file.close()

    return true
  } catch (err: any) {
    if (err.code === 'EEXIST') {
      return false
    }

    throw err
  }
}

/** Without it, a power failure could take the claim back. Not every system can do this. */
async function syncDirectory (directory: string): Promise<void> {
  try {
    const handle = await open(directory)

    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    // the claim is as durable as the system allows
  }
}

async function removeOld (directory: string, publicKey: string, claims: number[]): Promise<void> {
  const old = claims.sort((a, b) => b - a).slice(KEPT_CLAIMS)

  await Promise.all(old.map(async count => rm(join(directory, nameOf(publicKey, count)), { force: true }).catch(() => {
    // the next session tries again
  })))
}

function describe (directory: string, cause: any): SessionStoreError {
  return new SessionStoreError(directory, `can't store the count of your sessions (${cause.code ?? cause.message}). Calls still work; make sure that the folder belongs to you and the disk isn't full`, { cause })
}
