/**
 * A session description that must not reach the WebRTC library
 */
export class InvalidSdpError extends Error {
  static name = 'InvalidSdpError'
  name = 'InvalidSdpError'

  constructor (problem: string) {
    super(`The session description ${problem}`)
  }
}

/**
 * ICE gathering did not end in time. The link goes on with the candidates that
 * were found.
 */
export class IceGatheringTimeoutError extends Error {
  static name = 'IceGatheringTimeoutError'
  name = 'IceGatheringTimeoutError'
}

/**
 * Somebody else than the participant is at the other end of a link, which has been
 * closed
 */
export class CertificateMismatchError extends Error {
  static name = 'CertificateMismatchError'
  name = 'CertificateMismatchError'

  constructor (message = 'Somebody is in between: the other end does not have the certificate that was signed. The link was closed; compare the safety code before you say anything.') {
    super(message)
  }
}

/**
 * It cannot be told who is at the other end of a link, which has been closed
 */
export class CertificateUnknownError extends Error {
  static name = 'CertificateUnknownError'
  name = 'CertificateUnknownError'

  constructor (message = 'It cannot be told who is at the other end: the browser does not show its certificate. The link was closed; use a newer browser.') {
    super(message)
  }
}

/**
 * No connection to a participant came about
 */
export class LinkFailedError extends Error {
  static name = 'LinkFailedError'
  name = 'LinkFailedError'
}
