/** A port is in use by another program. The message is one line for the user */
export class PortInUseError extends Error {
  static name = 'PortInUseError'
  name = 'PortInUseError'
  readonly protocol: 'tcp' | 'udp'
  readonly port: number

  constructor (protocol: 'tcp' | 'udp', port: number, what: string, options?: ErrorOptions) {
    super(`Port ${port}/${protocol} (${what}) is in use by another program, or by another bootstrap peer: stop it, or choose another port`, options)
    this.protocol = protocol
    this.port = port
  }
}

/** A file of the data directory can't be used, and hasn't been changed. The message is one line for the user */
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

/** coturn can't be started. The message is one line for the user */
export class TurnServerError extends Error {
  static name = 'TurnServerError'
  name = 'TurnServerError'

  /**
   * @param reason - by coturn; undefined if it isn't installed
   */
  constructor (reason?: string) {
    super(reason == null
      ? 'TURN needs coturn, which isn\'t installed: install it (Debian: sudo apt-get install coturn), or start without TURN'
      : `coturn can't be started: ${reason}. Choose another TURN port, or start without TURN`)
  }
}

/** Returns whether Node threw an error with this code: https://nodejs.org/api/errors.html#common-system-errors */
export function isSystemError (err: unknown, code: string): err is NodeJS.ErrnoException {
  return err instanceof Error && 'code' in err && err.code === code
}
