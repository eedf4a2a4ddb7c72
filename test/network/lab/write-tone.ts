import { writeFile } from 'node:fs/promises'
import wavefile from 'wavefile'
import { SAMPLE_RATE } from '../../../src/media/index.ts'

/** Of full scale, like that of `--audio tone` */
const AMPLITUDE = 0.25

/**
 * Writes a second of a tone as a WAV file, which can be looped, and returns its path
 *
 * @param path
 * @param hz - a whole number
 */
export async function writeTone (path: string, hz: number): Promise<string> {
  const samples = Int16Array.from({ length: SAMPLE_RATE }, (_, index) => Math.round(32_767 * AMPLITUDE * Math.sin(2 * Math.PI * hz * index / SAMPLE_RATE)))
  const wav = new wavefile.WaveFile()
  wav.fromScratch(1, SAMPLE_RATE, '16', samples)
  await writeFile(path, wav.toBuffer())

  return path
}
