import type { Microphone } from '../microphone.ts'
import type { VoiceFilters } from './voice-filters.ts'

/**
 * Returns a microphone with filters, or stops it
 *
 * @throws {VoiceFilterError} if noise can't be suppressed here
 */
export async function withFilters (microphone: Microphone, filters: VoiceFilters = {}): Promise<Microphone> {
  try {
    await microphone.setFilters(filters)
  } catch (err) {
    await microphone.stop()
    throw err
  }

  return microphone
}
