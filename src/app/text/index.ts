import { LANGUAGES } from './languages.ts'
import type { Text } from './text.ts'

export { LANGUAGES } from './languages.ts'
export type { Text } from './text.ts'

/** Returns the texts in a language (such as `de` or `de-AT`), or else in English */
export function textFor (language: string): Text {
  return LANGUAGES[language.slice(0, 2).toLowerCase()] ?? LANGUAGES.en
}
