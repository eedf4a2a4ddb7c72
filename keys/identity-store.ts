import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { KeyFileError, printable } from './errors.ts'
import { createIdentity } from './identity.ts'
import { decodeKeyFile, encodeKeyFile, inspectKeyFile, MAX_KEY_FILE_BYTES, passphraseFor } from './key-file.ts'
import { isOpenToOthers, PrivateFileError, readPrivateFile, writePrivateFile } from './private-file.ts'
import type { Identity } from './identity.ts'
import type { EncodeKeyFileOptions, KeyFileSummary, PassphraseSource } from './key-file.ts'

const FILE_NAME = 'identity.json'

export interface SaveIdentityOptions extends EncodeKeyFileOptions {
  /**
   * Overwrite an existing identity
   *
   * @default false
   */
  force?: boolean
}

export interface LoadIdentityOptions {
  /** Used only if the file is encrypted */
  passphrase?: PassphraseSource

  /** Called with one line for the user when others can read or change the file */
  onWarning?(message: string): void
}

export interface LoadOrCreateIdentityOptions extends Pick<EncodeKeyFileOptions, 'workFactor'>, LoadIdentityOptions {
  /** Used if the file is encrypted, and to encrypt a new one */
  passphrase?: PassphraseSource
}

/**
 * Returns the path of the key file that is used by default:
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
 * Writes an identity to a file that only its owner can read (mode 0600), and creates
 * the directories above it. The write is atomic.
 *
 * @throws {KeyFileError} `exists` if the file exists and `force` isn't set; `io`
 * @throws {InvalidParametersError} if the passphrase is empty
 */
export async function saveIdentity (path: string, identity: Identity, options: SaveIdentityOptions = {}): Promise<void> {
  const text = await encodeKeyFile(identity, options)

  try {
    await writePrivateFile(path, text, options.force === true)
  } catch (err) {
    throw describe(err, path, 'written')
  }
}

/**
 * Reads an identity from a file without changing it. Rejects with the error of the
 * `passphrase` function if that fails.
 *
 * @throws {KeyFileError}
 */
export async function loadIdentity (path: string, options: LoadIdentityOptions = {}): Promise<Identity> {
  const { text, mode } = await read(path)

  if (isOpenToOthers(mode)) {
    options.onWarning?.(`${printable(path)}: others on this machine may read or change this key (mode ${(mode & 0o777).toString(8)}): run chmod 600 on it`)
  }

  return decodeKeyFile(text, { passphrase: options.passphrase, name: path })
}

/**
 * Reads the unencrypted part of a key file, which takes no passphrase
 *
 * @throws {KeyFileError}
 */
export async function inspectIdentity (path: string): Promise<KeyFileSummary> {
  return inspectKeyFile((await read(path)).text, path)
}

/**
 * Reads an identity from a file, or creates both if the file doesn't exist. Several
 * processes that do so at once get the same identity.
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
  // a relative path must be ignored: https://specifications.freedesktop.org/basedir/latest/
  if (env.XDG_CONFIG_HOME != null && isAbsolute(env.XDG_CONFIG_HOME)) {
    return env.XDG_CONFIG_HOME
  }

  if (platform === 'win32') {
    return env.APPDATA ?? join(homedir(), 'AppData', 'Roaming')
  }

  return join(homedir(), '.config')
}

async function read (path: string): Promise<{ text: string, mode: number }> {
  try {
    return await readPrivateFile(path, MAX_KEY_FILE_BYTES)
  } catch (err) {
    throw describe(err, path, 'read')
  }
}

/** Returns an error that tells the user what is wrong with a file */
function describe (err: unknown, path: string, done: 'read' | 'written'): unknown {
  if (!(err instanceof PrivateFileError)) {
    return err
  }

  const { cause, problem, system } = err

  switch (problem) {
    case 'not-found':
      return new KeyFileError('not-found', path, 'this file doesn\'t exist: run `groupcall key new` to create a key', { cause })
    case 'directory':
      return new KeyFileError('not-a-key-file', path, 'this is a directory: name the key file itself')
    case 'no-file':
      return new KeyFileError('not-a-key-file', path, 'this isn\'t a regular file: name the key file itself')
    case 'too-large':
      return new KeyFileError('too-large', path, 'this is larger than any key file: name another file')
    case 'exists':
      return new KeyFileError('exists', path, 'this file already exists, and hasn\'t been changed: name another file, or move this one away', { cause })
    default:
      return new KeyFileError('io', path, `the key file can't be ${done} (${system}): make sure that it belongs to you and the disk isn't full, or name another file`, { cause })
  }
}

function isKeyFileError (err: unknown, code: KeyFileError['code']): boolean {
  return err instanceof KeyFileError && err.code === code
}
