/** A sound file that cannot be used; the message is one line for the user */
export class AudioFileError extends Error {
  static name = 'AudioFileError'
  name = 'AudioFileError'

  /** The file, as the user named it */
  readonly path: string

  /**
   * @param path - the file, as the user named it
   * @param problem - what is wrong and what to do, in words for the user
   */
  constructor (path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options)

    this.path = path
  }
}

/** No microphone or no speakers; the message says why in words for the user */
export class NoDeviceError extends Error {
  static name = 'NoDeviceError'
  name = 'NoDeviceError'
}

/** A recording that cannot be written (any further); what is on disk by then is a valid file */
export class RecordingError extends Error {
  static name = 'RecordingError'
  name = 'RecordingError'
}
