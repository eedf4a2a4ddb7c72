import type { en } from './en.ts'

/** The texts in some language */
export type Text = typeof en
