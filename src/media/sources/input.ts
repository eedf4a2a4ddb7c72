import type { DeviceLine } from '../device/device-line.ts'

/**
 * A source of frames. A clock pulls one every 10 ms.
 */
export interface AudioInput {
  /** What to tell the user about a source that can be used, but not entirely */
  readonly notice?: string

  /**
   * Where the frames come from, if that is a device of this machine
   *
   * @internal
   */
  readonly line?: DeviceLine

  /**
   * Returns the next frame (480 samples, 48 kHz mono; the caller may keep it but must
   * not change it), silence if there is none yet, or `undefined` after the last
   *
   * @throws {Error} if there can't be any more; its message says why
   */
  read(): Int16Array | undefined

  /** Releases the file, stream or device; idempotent */
  stop?(): Promise<void>
}
