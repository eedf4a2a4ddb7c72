import type { BadMessageError } from './messages.ts'
import type { Neighbour } from './paths.ts'

/**
 * Where a frame comes from, and who is to blame if it is bad:
 * - `arrived`: the path, because carriers forward only what they have verified
 * - `signed`: the session at the other end of the path, if it is the sender
 * - `new`: the sender, regardless of the carrier
 */
export interface Source {
  readonly path: Neighbour
  /** Session key that the frame was sealed by; absent if nobody in the group sealed it */
  sender?: string
  state: 'arrived' | 'signed' | 'new'
}

export interface Blame {
  /** Hold the frame against its sender, who isn't at the other end of the path */
  sender: boolean
  /** Close the path at once, or when it has brought too many such frames, or never */
  path: 'close' | 'count' | 'spare'
}

/**
 * Returns which peers a frame that can't be used is held against. A path ends at once unless
 * its other end has proven that it belongs to the group: a member may make mistakes now
 * and then.
 */
export function blameFor (err: BadMessageError, { path, sender, state }: Source): Blame {
  const own = sender === path.sessionKey
  // a participant that missed a change of epoch uses the last one's keys until others tell it
  const once = (sender == null && err.reason !== 'seal') || err.reason === 'signature'
  const blamed = err.violation && (state === 'arrived' || own)

  return {
    sender: err.violation && state === 'new' && sender != null && !own,
    path: blamePath(!path.proven || (blamed && once), blamed)
  }
}

function blamePath (close: boolean, blamed: boolean): Blame['path'] {
  if (close) {
    return 'close'
  }

  return blamed ? 'count' : 'spare'
}
