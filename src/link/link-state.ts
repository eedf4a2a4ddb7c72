/**
 * `connecting` until audio could flow for the first time, `reconnecting` while
 * it cannot any more; `closed` is final
 */
export type LinkState = 'new' | 'connecting' | 'connected' | 'reconnecting' | 'closed'

const NEXT: Record<LinkState, LinkState[]> = {
  new: ['connecting', 'closed'],
  connecting: ['connected', 'closed'],
  connected: ['reconnecting', 'closed'],
  reconnecting: ['connected', 'closed'],
  closed: []
}

/** Whether a link may go from one state to another */
export function isLinkTransition (from: LinkState, to: LinkState): boolean {
  return NEXT[from].includes(to)
}
