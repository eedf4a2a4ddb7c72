/**
 * Browser twin of `recorder.ts`: a page can't write to folders
 */

import { RecordingError } from './errors.ts'
import type { WavRecorderInit } from './recorder.ts'

/** Node only */
export class WavRecorder {
  /**
   * @throws {RecordingError} always
   */
  static async create (init: WavRecorderInit): Promise<never> {
    throw new RecordingError(`${init.directory}: only Node writes recordings: use MediaRecorder in a browser`)
  }
}
