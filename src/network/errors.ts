/** Thrown for a network without a preset; the message lists the networks that exist */
export class UnknownNetworkError extends Error {
  static name = 'UnknownNetworkError'
  name = 'UnknownNetworkError'
}
