import { printable } from '../../keys/errors.ts'

/**
 * Why a group file can't be used
 *
 * - `not-a-group-file`: something else is there: a directory, a picture, other JSON
 * - `cut-short`: the file ends too early
 * - `damaged`: it is a group file, but a part is missing or contradicts another
 * - `newer-version`: a later groupcall made it
 * - `too-large`: larger than any group file
 * - `io`: the system refuses to read or write it
 */
export type GroupFileErrorCode = 'not-a-group-file' | 'cut-short' | 'damaged' | 'newer-version' | 'too-large' | 'io'

/**
 * A group file that can't be used, and is left as it is. The message is one line for the user,
 * and contains nothing from the file.
 */
export class GroupFileError extends Error {
  static name = 'GroupFileError'
  name = 'GroupFileError'
  readonly code: GroupFileErrorCode

  /** The file */
  readonly path: string

  /**
   * @param code - what is wrong, for programs
   * @param path - the file
   * @param problem - what is wrong and what to do, for the user
   */
  constructor (code: GroupFileErrorCode, path: string, problem: string, options?: ErrorOptions) {
    super(`${printable(path)}: ${problem}`, options)

    this.code = code
    this.path = path
  }
}

/** A name, or the beginning of an id, that no group has, or several have */
export class GroupNameError extends Error {
  static name = 'GroupNameError'
  name = 'GroupNameError'
  readonly code: 'not-found' | 'ambiguous'

  constructor (code: GroupNameError['code'], message: string) {
    super(message)

    this.code = code
  }
}

/**
 * Why an invite can't be used
 *
 * - `not-an-invite`: there is none in the text, or it doesn't follow the format
 * - `other-link`: the text has a link, but without an invite
 * - `cut-short`: characters are missing
 * - `damaged`: characters were changed, as by a typing error
 * - `newer-version`: a later groupcall made it
 * - `expired`: it is too old
 */
export type InviteErrorCode = 'not-an-invite' | 'other-link' | 'cut-short' | 'damaged' | 'newer-version' | 'expired'

/**
 * An invite that can't be used. The message tells the user what to do.
 */
export class InviteError extends Error {
  static name = 'InviteError'
  name = 'InviteError'
  readonly code: InviteErrorCode

  constructor (code: InviteErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
