/** A sound file can't be used; the message is a line for the user */
export class AudioFileError extends Error {
  static name = 'AudioFileError'
  name = 'AudioFileError'

  /** The file, as the user named it */
  readonly path: string

  /**
   * @param path - the file, as the user named it
   * @param problem - what is wrong and what to do about it, in words for the user
   */
  constructor (path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options)

    this.path = path
  }
}

/** There is no microphone or there are no speakers; the message explains why, in words for the user */
export class NoDeviceError extends Error {
  static name = 'NoDeviceError'
  name = 'NoDeviceError'
}

/** A microphone's sound can't be filtered as asked; it is sent as it was before. The message explains why, in words for the user */
export class VoiceFilterError extends Error {
  static name = 'VoiceFilterError'
  name = 'VoiceFilterError'
}

/** A recording can't be written, or can't go on; what is on disk is a valid file */
export class RecordingError extends Error {
  static name = 'RecordingError'
  name = 'RecordingError'
}
