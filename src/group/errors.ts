import { printable } from '../../keys/errors.ts'

/**
 * Why the file of a group cannot be used
 *
 * - `not-a-group-file`: something else is there: a directory, a picture, other JSON
 * - `cut-short`: the file ends too early
 * - `damaged`: it is a group's file, but a part is missing or does not fit the others
 * - `newer-version`: a later groupcall made it
 * - `too-large`: no such file is as large as this
 * - `io`: the system does not let us read or write it
 */
export type GroupFileErrorCode = 'not-a-group-file' | 'cut-short' | 'damaged' | 'newer-version' | 'too-large' | 'io'

/**
 * The file of a group that cannot be used, and is left as it is. The message is one
 * line for the user, and nothing of what stands in the file is in it.
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
   * @param problem - what is wrong and what to do, in words for the user
   */
  constructor (code: GroupFileErrorCode, path: string, problem: string, options?: ErrorOptions) {
    super(`${printable(path)}: ${problem}`, options)

    this.code = code
    this.path = path
  }
}

/** A name, or the beginning of an id, that is no group's, or that of several */
export class GroupNameError extends Error {
  static name = 'GroupNameError'
  name = 'GroupNameError'
  readonly code: 'not-found' | 'ambiguous'

  constructor (code: GroupNameError['code'], message: string) {
    super(message)

    this.code = code
  }
}
