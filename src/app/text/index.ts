import { de } from './de.ts'
import { en } from './en.ts'
import type { Text } from './text.ts'

export type { Text } from './text.ts'

const TEXTS: Record<string, Text> = { en, de }

/** English, unless there is a text in the language (such as `de` or `de-AT`) */
export function textFor (language: string): Text {
  return TEXTS[language.slice(0, 2).toLowerCase()] ?? en
}
