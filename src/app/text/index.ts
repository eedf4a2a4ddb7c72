import { de } from './de.ts'
import { en } from './en.ts'
import type { Text } from './text.ts'

export type { Text } from './text.ts'

const TEXTS: Record<string, Text> = { en, de }

/** Returns the texts in a language (such as `de` or `de-AT`), or else in English */
export function textFor (language: string): Text {
  return TEXTS[language.slice(0, 2).toLowerCase()] ?? en
}
