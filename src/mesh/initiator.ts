/**
 * Returns whether the local participant creates the offers: of two, that is the one
 * with the higher public key. Public keys are 64 lower-case hex digits, so string
 * order is byte order.
 *
 * @throws {RangeError} if both are the same
 */
export function isInitiator (local: string, remote: string): boolean {
  if (local === remote) {
    throw new RangeError('A participant has no link to itself')
  }

  return local > remote
}
