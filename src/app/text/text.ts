import type { en } from './en.ts'

/** What there is to say, in some language */
export type Text = typeof en
