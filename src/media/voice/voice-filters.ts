import { InvalidParametersError } from '@libp2p/interface'

/** In dBFS: everything quieter is silence to people */
export const MIN_ACTIVATION = -80

/** In dBFS: only shouting into the microphone is louder */
export const MAX_ACTIVATION = -10

/** What is done with a voice before it is sent; nothing by default */
export interface VoiceFilters {
  /**
   * Removes what isn't a voice, such as fans, keys and traffic (RNNoise). Adds 10 ms in
   * Node, and some 20 ms in a browser
   *
   * @default false
   */
  noiseSuppression?: boolean

  /**
   * Sends silence while the voice is quieter than this, in dBFS: -80 to -10. Adds 60 ms,
   * so that the beginning of a word is sent, too
   *
   * @default always sends
   */
  activation?: number
}

/**
 * Returns the filters with some changed
 *
 * @throws {InvalidParametersError} if the threshold is out of range
 */
export function changeFilters (before: VoiceFilters, changes: VoiceFilters): VoiceFilters {
  const filters = { ...before, ...changes }
  const { activation } = filters

  if (activation != null && !(activation >= MIN_ACTIVATION && activation <= MAX_ACTIVATION)) {
    throw new InvalidParametersError(`A voice can be activated at ${MIN_ACTIVATION} to ${MAX_ACTIVATION} dB, not at ${activation}`)
  }

  return filters
}
