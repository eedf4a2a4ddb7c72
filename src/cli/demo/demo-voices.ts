import { existsSync } from 'node:fs'
import { packagePath } from '../package-path.ts'

/** The speakers in `assets/speech` */
export const VOICES = ['Ada', 'Ben', 'Chloe', 'Dan', 'Eve', 'Finn', 'Grace', 'Hugo'] as const

/** Returns the path of a voice's speech */
export function speechFile (voice: string): string {
  const path = packagePath(`assets/speech/${voice.toLowerCase()}.wav`)

  if (!existsSync(path)) {
    throw new Error(`${path} is missing: install groupcall again`)
  }

  return path
}
