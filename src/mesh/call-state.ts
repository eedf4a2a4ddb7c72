export type CallState = 'idle' | 'joining' | 'active' | 'leaving' | 'ended'

const NEXT: Record<CallState, CallState[]> = {
  idle: ['joining', 'ended'],
  joining: ['active', 'leaving', 'ended'],
  active: ['leaving'],
  leaving: ['ended'],
  ended: []
}

/** Returns whether a call may go from one state to another */
export function isCallTransition (from: CallState, to: CallState): boolean {
  return NEXT[from].includes(to)
}

/** Returns whether a call has ended or is about to: nothing new starts in it */
export function isOver (state: CallState): boolean {
  return state === 'leaving' || state === 'ended'
}
