/**
 * The call was refused because it already has the most participants that a
 * full mesh carries
 */
export class GroupCallFullError extends Error {
  static name = 'GroupCallFullError'
  name = 'GroupCallFullError'

  constructor (message = 'The call is full: 8 people are in it. Wait until somebody leaves, then join again.') {
    super(message)
  }
}

/** What to do, by why one was refused */
const REFUSALS: Record<string, string> = {
  'not-a-member': 'You are not on the roster of this group, and no owner has let you in: ask one to add your key, or to be in the call when you join.',
  expired: 'This invite has ended: ask for a new one.',
  ended: 'The call is over: join again to begin another one.',
  'newer-version': 'The others have a newer version of groupcall: update yours, then join again.',
  'older-version': 'The others have an older version of groupcall, which yours can\'t talk to: ask them to update it.'
}

/**
 * A member of the group answered a `join` with a refusal
 */
export class JoinRefusedError extends Error {
  static name = 'JoinRefusedError'
  name = 'JoinRefusedError'
  /** Why: `not-a-member`, `expired`, `ended`, `newer-version` (update yours) or `older-version` (they have to update) */
  readonly reason: string

  constructor (reason: string, message: string = REFUSALS[reason] ?? 'The members refused. Ask them for a new invite.') {
    super(message)
    this.reason = reason
  }
}

/**
 * A message in a participant's name was not what the participant has signed, and
 * was dropped
 */
export class ForgedMessageError extends Error {
  static name = 'ForgedMessageError'
  name = 'ForgedMessageError'
  /** Public key of the participant who brought it, and may have changed it */
  readonly carrier?: string

  /**
   * @param carrier - who brought it, where that is another participant
   * @param carrier.publicKey
   * @param carrier.name - may be empty
   */
  constructor (carrier?: { publicKey: string, name: string }) {
    super(carrier == null
      ? 'Someone sent a message in this name that this person didn\'t sign. It was ignored.'
      : `A message in this name was changed on its way, and dropped. It came by ${carrier.name === '' ? carrier.publicKey.slice(0, 8) : carrier.name}: ask them what that was, or talk without them.`)
    this.carrier = carrier?.publicKey
  }
}

/**
 * A method was called in a state of the call that does not allow it
 */
export class InvalidCallStateError extends Error {
  static name = 'InvalidCallStateError'
  name = 'InvalidCallStateError'
}

/**
 * Another process of the same identity joined the call and took this one's
 * place
 */
export class ReplacedError extends Error {
  static name = 'ReplacedError'
  name = 'ReplacedError'

  constructor (message = 'You joined this call from somewhere else, so this session left it.') {
    super(message)
  }
}

/**
 * An owner of the group took one off its roster
 */
export class RemovedError extends Error {
  static name = 'RemovedError'
  name = 'RemovedError'

  constructor (message = 'You were taken off the roster of this group, so you are out of its calls. Ask an owner if that was not meant.') {
    super(message)
  }
}

/**
 * Native code that this machine needs isn't installed, mostly because nobody has built it
 * for such a machine. `cause` is what the package threw
 */
export class UnsupportedPlatformError extends Error {
  static name = 'UnsupportedPlatformError'
  name = 'UnsupportedPlatformError'
}
