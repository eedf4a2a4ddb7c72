import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The speakers in `assets/speech` */
export const VOICES = ['Ada', 'Ben', 'Chloe', 'Dan', 'Eve', 'Finn', 'Grace', 'Hugo'] as const

/** Relative paths of assets/speech, from the source and from the compiled file */
const FOLDERS = ['../../../assets/speech/', '../../../../assets/speech/']

/** Returns the path of a voice's speech */
export function speechFile (voice: string): string {
  const name = `${voice.toLowerCase()}.wav`
  const paths = FOLDERS.map(folder => fileURLToPath(new URL(`${folder}${name}`, import.meta.url)))
  const path = paths.find(path => existsSync(path))

  if (path == null) {
    throw new Error(`${paths[0]} is missing: install groupcall again`)
  }

  return path
}
