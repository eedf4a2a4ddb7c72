import { printable } from '../../keys/errors.ts'

/**
 * Why a file of contacts cannot be used
 *
 * - `not-contacts`: something else is there
 * - `cut-short`: the file ends too early
 * - `damaged`: it is a file of contacts, but a part is missing or makes no sense
 * - `newer-version`: a later groupcall made it
 * - `too-large`: no such file is as large as this
 * - `io`: the system does not let us read or write it
 */
export type ContactsFileErrorCode = 'not-contacts' | 'cut-short' | 'damaged' | 'newer-version' | 'too-large' | 'io'

/**
 * A file of contacts that cannot be used, and is left as it is. The message is one
 * line for the user.
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

/** There are as many contacts as can be kept */
export class ContactsFullError extends Error {
  static name = 'ContactsFullError'
  name = 'ContactsFullError'

  constructor (count: number) {
    super(`There are ${count} contacts, and no room for more: forget some with \`groupcall contact forget\``)
  }
}
