/**
 * Browser twin of `load-noise-filter.ts`: a browser filters on its audio thread, see `VoiceGraph`
 */

import { VoiceFilterError } from '../errors.ts'

/**
 * Node only
 *
 * @throws {VoiceFilterError} always
 */
export async function loadNoiseFilter (): Promise<never> {
  throw new VoiceFilterError('Only Node filters frames: open a microphone of the browser')
}
