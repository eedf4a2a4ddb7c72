import { loadEngine } from '../session/load-engine.ts'
import type { InviteErrorCode } from '../../index.ts'
import type { Text } from '../text/text.ts'

/** What a text contains: the fragment of an invite, or a problem that the user reads */
export type ReadInvite = { fragment: string } | { problem: InviteErrorCode | 'unloaded' }

/** Looks for an invite in the page's address, or in what a user pasted */
export async function readInvite (text: string): Promise<ReadInvite> {
  try {
    const { findInvite } = await loadEngine()

    return { fragment: findInvite(text) }
  } catch (err: any) {
    return { problem: err.name === 'InviteError' ? err.code : 'unloaded' }
  }
}

export function problemWords (text: Text, problem: InviteErrorCode | 'unloaded'): string {
  return problem === 'unloaded' ? text.page.loadFailed : text.ended.invites[problem]
}
