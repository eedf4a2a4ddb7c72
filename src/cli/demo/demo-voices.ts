import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Those who speak in `assets/speech` */
export const VOICES = ['Ada', 'Ben', 'Chloe', 'Dan', 'Eve', 'Finn', 'Grace', 'Hugo'] as const

/** assets is one folder further away once this is built */
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
