/** Another program holds a port that was asked for; the message names it and says what to do */
export class PortInUseError extends Error {
  static name = 'PortInUseError'
  name = 'PortInUseError'
  readonly protocol: 'tcp' | 'udp'
  readonly port: number

  constructor (protocol: 'tcp' | 'udp', port: number, what: string, options?: ErrorOptions) {
    super(`Port ${port}/${protocol} (${what}) is in use by another program, or another bootstrap peer: stop that, or choose another port`, options)
    this.protocol = protocol
    this.port = port
  }
}

/** A file of the data directory that cannot be used; it was left as it was */
export class DataDirError extends Error {
  static name = 'DataDirError'
  name = 'DataDirError'

  /** The file or directory */
  readonly path: string

  /**
   * @param path - the file or directory
   * @param problem - what is wrong and what to do, in words for the user
   */
  constructor (path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options)
    this.path = path
  }
}

/** True for what Node throws with that code: https://nodejs.org/api/errors.html#common-system-errors */
export function isSystemError (err: unknown, code: string): err is NodeJS.ErrnoException {
  return err instanceof Error && 'code' in err && err.code === code
}
