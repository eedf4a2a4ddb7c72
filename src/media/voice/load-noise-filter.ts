import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { VoiceFilterError } from '../errors.ts'
import type { NoiseFilter } from './noise-filter.ts'

/**
 * Loads RNNoise, which only those need who use it
 *
 * @throws {VoiceFilterError}
 */
export async function loadNoiseFilter (): Promise<NoiseFilter> {
  try {
    const [{ NoiseFilter }, wasm] = await Promise.all([
      import('./noise-filter.ts'),
      readFile(createRequire(import.meta.url).resolve('@jitsi/rnnoise-wasm/dist/rnnoise.wasm'))
    ])

    return await NoiseFilter.create(wasm)
  } catch (err: any) {
    throw new VoiceFilterError(`Noise suppression can't be loaded: ${String(err.message)}`, { cause: err })
  }
}
