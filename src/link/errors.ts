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
 * No connection to a participant came about
 */
export class LinkFailedError extends Error {
  static name = 'LinkFailedError'
  name = 'LinkFailedError'
}
