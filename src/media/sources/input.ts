/**
 * Where frames come from. It is pulled once each 10 ms, by a clock that it does
 * not know.
 */
export interface AudioInput {
  /**
   * The next frame (480 samples, 48 kHz mono; the caller may keep but not change
   * it), silence if there is none yet, or `undefined` after the last.
   */
  read(): Int16Array | undefined

  /** Let go of file, stream or device. Calling it twice is harmless */
  stop(): Promise<void>
}
