import { printable } from '../../keys/errors.ts'

/**
 * Why a contacts file can't be used
 *
 * - `not-contacts`: it is something else
 * - `cut-short`: the file ends too early
 * - `damaged`: it is a contacts file, but a part is missing or invalid
 * - `newer-version`: a later version of groupcall wrote it
 * - `too-large`: it is larger than any contacts file
 * - `io`: the system can't read or write it
 */
export type ContactsFileErrorCode = 'not-contacts' | 'cut-short' | 'damaged' | 'newer-version' | 'too-large' | 'io'

/**
 * A contacts file can't be used, and hasn't been changed. The message is one line for
 * the user.
 */
export class ContactsFileError extends Error {
  static name = 'ContactsFileError'
  name = 'ContactsFileError'
  readonly code: ContactsFileErrorCode

  /** The file, as the user named it */
  readonly path: string

  /**
   * @param code - what is wrong, for programs
   * @param path - the file, as the user named it
   * @param problem - what is wrong and what to do, in words for the user
   */
  constructor (code: ContactsFileErrorCode, path: string, problem: string, options?: ErrorOptions) {
    super(`${printable(path)}: ${problem}`, options)

    this.code = code
    this.path = path
  }
}

/** There is no room for another contact */
export class ContactsFullError extends Error {
  static name = 'ContactsFullError'
  name = 'ContactsFullError'

  constructor (count: number) {
    super(`You have ${count} contacts, which is the limit: remove some with \`groupcall contact forget\``)
  }
}
