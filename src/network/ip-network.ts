/** Returns the /24 of an IPv4 address: few customers have more */
export function ip4Network (address: string): string {
  return address.split('.').slice(0, 3).join('.')
}

/**
 * Returns the /64 of an IPv6 address, as four groups without leading zeros: the owner of
 * an address has the other 2^64 of its network as well
 */
export function ip6Network (address: string): string {
  const [head, tail] = address.split('%')[0].split('::').map(part => part === '' ? [] : part.split(':'))
  const zeros = tail == null ? [] : new Array(Math.max(0, 8 - head.length - tail.length)).fill('0')

  return [...head, ...zeros, ...tail ?? []].slice(0, 4).map(group => Number.parseInt(group, 16).toString(16)).join(':')
}
