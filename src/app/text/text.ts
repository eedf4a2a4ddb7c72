import type { text } from './languages/en.ts'

/** The texts in some language */
export type Text = typeof text
