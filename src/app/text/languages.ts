import { readdirSync } from 'node:fs'
import type { Text } from './text.ts'

const FOLDER = new URL('./languages/', import.meta.url)

/** Not the declarations beside them */
const FILE = /^([a-z]{2})\.[jt]s$/

/**
 * The texts in all languages, by code. For Node, this reads the folder; for browsers,
 * scripts/languages-module.ts makes a module out of it that imports every file.
 */
export const LANGUAGES: Record<string, Text> = Object.fromEntries(await Promise.all(readdirSync(FOLDER)
  .filter(name => FILE.test(name))
  .map(async name => [name.slice(0, 2), (await import(new URL(name, FOLDER).href)).text])))
