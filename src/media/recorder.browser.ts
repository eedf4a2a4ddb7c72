/**
 * Browser twin of `recorder.ts`: a page has no folders to record to
 */

import { RecordingError } from './errors.ts'
import type { WavRecorderInit } from './recorder.ts'

/** Node only */
export class WavRecorder {
  /**
   * @throws {RecordingError} always
   */
  static async create (init: WavRecorderInit): Promise<never> {
    throw new RecordingError(`${init.directory}: recordings are written in Node only: use MediaRecorder in a browser`)
  }
}
