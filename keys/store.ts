import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { KeyFileError, printable } from './errors.ts'
import { createIdentity } from './identity.ts'
import { decodeKeyFile, encodeKeyFile, MAX_KEY_FILE_BYTES, passphraseFor } from './key-file.ts'
import type { Identity } from './identity.ts'
import type { EncodeKeyFileOptions, PassphraseSource } from './key-file.ts'
import type { FileHandle } from 'node:fs/promises'

const FILE_NAME = 'identity.json'
const FILE_MODE = 0o600
const DIRECTORY_MODE = 0o700

/** What group and others may do, in the mode of a file */
const OTHERS = 0o077

export interface SaveIdentityOptions extends EncodeKeyFileOptions {
  /**
   * Replace what is there
   *
   * @default false
   */
  force?: boolean
}

export interface LoadIdentityOptions {
  /** Asked for only when the file is encrypted */
  passphrase?: PassphraseSource

  /** Told, in a line for the user, of a file that others can read */
  onWarning?(message: string): void
}

export interface LoadOrCreateIdentityOptions extends Pick<EncodeKeyFileOptions, 'workFactor'>, LoadIdentityOptions {
  /** Asked for when the file is encrypted, and to encrypt a new one */
  passphrase?: PassphraseSource
}

/**
 * Where the identity is kept unless somebody says otherwise:
 * `$GROUPCALL_HOME/identity.json`, else `groupcall/identity.json` in
 * `$XDG_CONFIG_HOME`, else in `%APPDATA%` on Windows and `~/.config` elsewhere
 */
export function defaultKeyPath (env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env.GROUPCALL_HOME != null && env.GROUPCALL_HOME !== '') {
    return join(env.GROUPCALL_HOME, FILE_NAME)
  }

  return join(configHome(env, platform), 'groupcall', FILE_NAME)
}

/**
 * Writes an identity to a file that only its owner can read, and makes the
 * directories above it. The file is there as a whole or not at all, whatever
 * happens.
 *
 * @throws {KeyFileError} `exists` if there is a file already, unless `force` is set; `io`
 * @throws {InvalidParametersError} if the passphrase is empty
 */
export async function saveIdentity (path: string, identity: Identity, options: SaveIdentityOptions = {}): Promise<void> {
  const text = await encodeKeyFile(identity, options)

  try {
    await write(path, text, options.force === true)
  } catch (err: any) {
    if (err instanceof KeyFileError) {
      throw err
    }

    throw new KeyFileError('io', path, `the key cannot be written (${problem(err)}): see that the directory belongs to you and the disk is not full, or name another file`, { cause: err })
  }
}

/**
 * Reads an identity from a file, which is left as it is.
 *
 * An error of a `passphrase` function is passed on.
 *
 * @throws {KeyFileError}
 */
export async function loadIdentity (path: string, options: LoadIdentityOptions = {}): Promise<Identity> {
  const { text, mode } = await read(path)

  if ((mode & OTHERS) !== 0 && process.platform !== 'win32') {
    options.onWarning?.(`${printable(path)}: others on this machine may read or change this key (mode ${(mode & 0o777).toString(8)}): run chmod 600 on it`)
  }

  return decodeKeyFile(text, { passphrase: options.passphrase, name: path })
}

/**
 * Reads an identity from a file, and makes both if there is no file. Of several
 * processes that do so at once, all get the same identity.
 *
 * @throws {KeyFileError}
 * @throws {InvalidParametersError} if the passphrase for a new file is empty
 */
export async function loadOrCreateIdentity (path: string, options: LoadOrCreateIdentityOptions = {}): Promise<Identity> {
  try {
    return await loadIdentity(path, options)
  } catch (err) {
    if (!isKeyFileError(err, 'not-found')) {
      throw err
    }
  }

  const identity = await createIdentity()

  try {
    await saveIdentity(path, identity, {
      passphrase: await passphraseFor('create', options.passphrase),
      workFactor: options.workFactor
    })

    return identity
  } catch (err) {
    if (!isKeyFileError(err, 'exists')) {
      throw err
    }
  }

  return loadIdentity(path, options)
}

function configHome (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  // to be ignored if relative: https://specifications.freedesktop.org/basedir/latest/
  if (env.XDG_CONFIG_HOME != null && isAbsolute(env.XDG_CONFIG_HOME)) {
    return env.XDG_CONFIG_HOME
  }

  if (platform === 'win32') {
    return env.APPDATA ?? join(homedir(), 'AppData', 'Roaming')
  }

  return join(homedir(), '.config')
}

async function write (path: string, text: string, force: boolean): Promise<void> {
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

    if (force) {
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
    if (err.code === 'EEXIST') {
      throw new KeyFileError('exists', path, 'there is a file already, and it is left as it is: name another file, or move this one away', { cause: err })
    }

    throw err
  }
}

async function read (path: string): Promise<{ text: string, mode: number }> {
  try {
    // without O_NONBLOCK, opening a named pipe waits for a writer for ever
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))

    try {
      const stat = await file.stat()

      if (!stat.isFile()) {
        throw new KeyFileError('not-a-key-file', path, `this is ${stat.isDirectory() ? 'a directory' : 'no regular file'}: name the key file itself`)
      }

      return { text: new TextDecoder().decode(await readBytes(file, path)), mode: stat.mode }
    } finally {
      await file.close()
    }
  } catch (err: any) {
    if (err instanceof KeyFileError) {
      throw err
    }

    if (err.code === 'ENOENT') {
      throw new KeyFileError('not-found', path, 'there is no key file: run `groupcall key new` to make one', { cause: err })
    }

    throw new KeyFileError('io', path, `the key file cannot be read (${problem(err)}): see that it belongs to you, or name another file`, { cause: err })
  }
}

/** The size that stat tells is not to be relied on: a file may grow meanwhile */
async function readBytes (file: FileHandle, path: string): Promise<Uint8Array> {
  const buffer = new Uint8Array(MAX_KEY_FILE_BYTES + 1)
  let length = 0

  while (length < buffer.byteLength) {
    const { bytesRead } = await file.read(buffer, length, buffer.byteLength - length)

    if (bytesRead === 0) {
      return buffer.subarray(0, length)
    }

    length += bytesRead
  }

  throw new KeyFileError('too-large', path, 'this is larger than any key file: name another file')
}

function problem (err: any): string {
  return err.code ?? err.name
}

function isKeyFileError (err: unknown, code: KeyFileError['code']): boolean {
  return err instanceof KeyFileError && err.code === code
}
