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
    await writePrivateFile(path, text, options.force === true)
  } catch (err) {
    throw describe(err, path, 'written')
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

  if (isOpenToOthers(mode)) {
    options.onWarning?.(`${printable(path)}: others on this machine may read or change this key (mode ${(mode & 0o777).toString(8)}): run chmod 600 on it`)
  }

  return decodeKeyFile(text, { passphrase: options.passphrase, name: path })
}

/**
 * Reads what is in plain sight of a key file, so without a passphrase
 *
 * @throws {KeyFileError}
 */
export async function inspectIdentity (path: string): Promise<KeyFileSummary> {
  return inspectKeyFile((await read(path)).text, path)
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

async function read (path: string): Promise<{ text: string, mode: number }> {
  try {
    return await readPrivateFile(path, MAX_KEY_FILE_BYTES)
  } catch (err) {
    throw describe(err, path, 'read')
  }
}

/** What is wrong with a file, in words for the user */
function describe (err: unknown, path: string, done: 'read' | 'written'): unknown {
  if (!(err instanceof PrivateFileError)) {
    return err
  }

  const { cause, problem, system } = err

  switch (problem) {
    case 'not-found':
      return new KeyFileError('not-found', path, 'there is no key file: run `groupcall key new` to make one', { cause })
    case 'directory':
      return new KeyFileError('not-a-key-file', path, 'this is a directory: name the key file itself')
    case 'no-file':
      return new KeyFileError('not-a-key-file', path, 'this is no regular file: name the key file itself')
    case 'too-large':
      return new KeyFileError('too-large', path, 'this is larger than any key file: name another file')
    case 'exists':
      return new KeyFileError('exists', path, 'there is a file already, and it is left as it is: name another file, or move this one away', { cause })
    default:
      return new KeyFileError('io', path, `the key file cannot be ${done} (${system}): see that it belongs to you and the disk is not full, or name another file`, { cause })
  }
}

function isKeyFileError (err: unknown, code: KeyFileError['code']): boolean {
  return err instanceof KeyFileError && err.code === code
}
