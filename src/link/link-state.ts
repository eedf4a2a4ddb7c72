/**
 * `connecting` until audio flows for the first time, `reconnecting` while it no
 * longer does; `closed` is final
 */
export type LinkState = 'new' | 'connecting' | 'connected' | 'reconnecting' | 'closed'

const NEXT: Record<LinkState, LinkState[]> = {
  new: ['connecting', 'closed'],
  connecting: ['connected', 'closed'],
  connected: ['reconnecting', 'closed'],
  reconnecting: ['connected', 'closed'],
  closed: []
}

/** Returns whether a link may go from one state to another */
export function isLinkTransition (from: LinkState, to: LinkState): boolean {
  return NEXT[from].includes(to)
}
