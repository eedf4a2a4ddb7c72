/**
 * Why a key file can't be used
 *
 * - `not-found`: the file doesn't exist
 * - `not-a-key-file`: it is something else: a directory, a picture, other JSON
 * - `cut-short`: the file ends too early
 * - `damaged`: it is a key file, but a part is missing or inconsistent
 * - `newer-version`: a later version of groupcall wrote it
 * - `passphrase-needed`: it is encrypted, and no passphrase was given
 * - `wrong-passphrase`: the passphrase doesn't decrypt it
 * - `too-costly`: trying a passphrase would take too much time and memory
 * - `too-large`: it is larger than any key file
 * - `exists`: the file exists, and isn't overwritten
 * - `io`: the system can't read or write it
 */
export type KeyFileErrorCode = 'not-found' | 'not-a-key-file' | 'cut-short' | 'damaged' | 'newer-version' | 'passphrase-needed' | 'wrong-passphrase' | 'too-costly' | 'too-large' | 'exists' | 'io'

/**
 * A key file can't be used. The message is one line for the user, and contains
 * nothing from the file itself.
 */
export class KeyFileError extends Error {
  static name = 'KeyFileError'
  name = 'KeyFileError'
  readonly code: KeyFileErrorCode

  /** The file, as the user named it */
  readonly path: string

  /**
   * @param code - what is wrong, for programs
   * @param path - the file, as the user named it
   * @param problem - what is wrong and what to do, in words for the user
   */
  constructor (code: KeyFileErrorCode, path: string, problem: string, options?: ErrorOptions) {
    super(`${printable(path)}: ${problem}`, options)

    this.code = code
    this.path = path
  }
}

/**
 * The count of an identity's sessions can't be stored or read. The message is one
 * line for the user.
 */
export class SessionStoreError extends Error {
  static name = 'SessionStoreError'
  name = 'SessionStoreError'

  /** The folder, or the identity's name in a browser */
  readonly path: string

  /**
   * @param path - the folder, or the identity's name in a browser
   * @param problem - what is wrong and what to do, in words for the user
   */
  constructor (path: string, problem: string, options?: ErrorOptions) {
    super(`${printable(path)}: ${problem}`, options)

    this.path = path
  }
}

/** Replaces the line breaks and terminal escapes that a file name may contain */
export function printable (path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}
