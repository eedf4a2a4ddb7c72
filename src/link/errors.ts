/**
 * A session description that must not reach the WebRTC library. The message names the
 * rule, and the line by its number and attribute: its value may be a secret.
 */
export class InvalidSdpError extends Error {
  static name = 'InvalidSdpError'
  name = 'InvalidSdpError'

  /** Of the line that breaks the rule, counted from 1 */
  readonly line?: number

  constructor (problem: string, line?: { text: string, number: number }) {
    super(`The session description ${problem}${line == null ? '' : `: line ${line.number}, ${/^[a-z]=(?:[a-z0-9-]{1,32}(?=[: ]|$))?/.exec(line.text)?.[0] ?? 'which is no attribute'}`}`)
    this.line = line?.number
  }
}

/**
 * ICE gathering did not finish in time. The link goes on with the candidates
 * found so far.
 */
export class IceGatheringTimeoutError extends Error {
  static name = 'IceGatheringTimeoutError'
  name = 'IceGatheringTimeoutError'
}

/**
 * A peer other than the participant is at the remote end of a link, which has
 * been closed
 */
export class CertificateMismatchError extends Error {
  static name = 'CertificateMismatchError'
  name = 'CertificateMismatchError'

  constructor (message = 'Someone is in the middle: the other side doesn\'t have the certificate that was signed. The link was closed. Compare the safety code before you talk.') {
    super(message)
  }
}

/**
 * The remote end of a link can't be verified; the link has been closed
 */
export class CertificateUnknownError extends Error {
  static name = 'CertificateUnknownError'
  name = 'CertificateUnknownError'

  constructor (message = 'Can\'t verify the other side: this browser doesn\'t show its certificate. The link was closed. Use a newer browser.') {
    super(message)
  }
}

/**
 * Why a participant can't be reached
 *
 * - `absent`: nothing has been heard of it for too long
 * - `blocked`: every pair of addresses was tried, and none of them works
 * - `refused`: the browser, or the system, creates no further connection
 * - `unreachable`: anything else, for example that its answers don't arrive
 */
export type LinkFailureReason = 'absent' | 'blocked' | 'refused' | 'unreachable'

/**
 * A participant can't be reached
 */
export class LinkFailedError extends Error {
  static name = 'LinkFailedError'
  name = 'LinkFailedError'
  readonly reason: LinkFailureReason

  constructor (message: string, reason: LinkFailureReason = 'unreachable', options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
