/**
 * Why a key file cannot be used
 *
 * - `not-found`: there is no file
 * - `not-a-key-file`: something else is there: a directory, a picture, other JSON
 * - `cut-short`: the file ends too early
 * - `damaged`: it is a key file, but a part is missing or does not fit the others
 * - `newer-version`: a later groupcall made it
 * - `passphrase-needed`: it is encrypted, and no passphrase was given
 * - `wrong-passphrase`: the passphrase does not open it
 * - `too-costly`: to try a passphrase on it would take too much time and memory
 * - `too-large`: no key file is as large as this
 * - `exists`: there is a file already, and it is not overwritten
 * - `io`: the system does not let us read or write it
 */
export type KeyFileErrorCode = 'not-found' | 'not-a-key-file' | 'cut-short' | 'damaged' | 'newer-version' | 'passphrase-needed' | 'wrong-passphrase' | 'too-costly' | 'too-large' | 'exists' | 'io'

/**
 * A key file that cannot be used. The message is one line for the user, and
 * nothing of what stands in the file is in it.
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

/** A file's name may hold line breaks and terminal escapes */
export function printable (path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}
