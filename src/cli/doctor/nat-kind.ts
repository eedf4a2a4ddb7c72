import type { StunAddress } from '../../../bootstrap/index.ts'

/**
 * What is between this machine and the internet
 *
 * - `none`: a STUN server sees an address of this machine
 * - `steady`: a NAT that uses one port for all destinations, so that others can send to it
 * - `changing`: a NAT with another port for each destination, which nobody can guess
 * - `unclear`: a NAT; it takes two STUN servers to tell which kind
 * - `blocked`: no STUN server answers, so UDP doesn't get through
 * - `unknown`: there is no STUN server to ask
 */
export type NatKind = 'none' | 'steady' | 'changing' | 'unclear' | 'blocked' | 'unknown'

/**
 * Tells the kind of NAT by the addresses at which STUN servers see one port of this machine
 *
 * @param own - IP addresses of this machine
 * @param answers - of different servers; undefined for those that didn't answer
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5780#section-4.3}
 */
export function natKind (own: string[], answers: Array<StunAddress | undefined>): NatKind {
  const seen = answers.filter(answer => answer != null)

  if (seen.length === 0) {
    return answers.length === 0 ? 'unknown' : 'blocked'
  }

  // IPv6 has no NATs as a rule, so IPv4 decides
  const four = seen.filter(({ address }) => !address.includes(':'))
  const [first, ...others] = four.length > 0 ? four : seen

  if ([first, ...others].some(({ address }) => own.includes(address))) {
    return 'none'
  }

  if (others.length === 0) {
    return 'unclear'
  }

  return others.every(({ address, port }) => address === first.address && port === first.port) ? 'steady' : 'changing'
}
