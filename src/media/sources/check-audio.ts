import { checkRawStream } from './raw.ts'
import { WavFile } from './wav-file.ts'
import type { AudioSpec } from './spec.ts'
import type { AbortOptions } from '@libp2p/interface'

/**
 * Finds out whether a file, or a stream whose first bytes are there, can be used as a
 * microphone. Nothing of it is consumed.
 *
 * @throws {AudioFileError} if it can't; its message suggests what to do
 */
export async function checkAudio (spec: AudioSpec, { signal }: AbortOptions = {}): Promise<void> {
  if (spec.kind === 'wav') {
    const file = await WavFile.open(spec.path, { signal })
    await file.close()
  } else if (spec.kind === 'raw') {
    await checkRawStream(spec.stream ?? process.stdin, { signal })
  }
}
