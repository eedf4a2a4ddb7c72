/**
 * The files that a page loads when it filters a voice: the worklet, in a file without
 * imports, and RNNoise
 */

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from './root.ts'

/** The notice of RNNoise, which the package that compiles it lacks */
export const RNNOISE_COPYING = join(ROOT, 'src/media/voice/RNNOISE-COPYING.txt')

/** What the files are made of that isn't ours */
export const VOICE_SOURCES = ['node_modules/@jitsi/rnnoise-wasm/dist/rnnoise.js']

export interface VoiceAssets {
  worklet: Uint8Array
  noise: Uint8Array
}

export async function voiceAssets (): Promise<VoiceAssets> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'src/media/voice/voice-worklet.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    absWorkingDir: ROOT,
    write: false
  })

  return { worklet: outputFiles[0].contents, noise: await readFile(createRequire(import.meta.url).resolve('@jitsi/rnnoise-wasm/dist/rnnoise.wasm')) }
}
