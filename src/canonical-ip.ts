/**
 * Returns the canonical form of an address (RFC 5952 for IPv6, so that every
 * spelling of `::1` is recognized), or `undefined` if it isn't an address. The URL
 * parser does this well, and it is available everywhere.
 */
export function canonicalIp (address: string): string | undefined {
  if (/^[0-9a-f:.]{2,45}$/.test(address) && address.includes(':')) {
    return hostOf(`[${address}]`)?.slice(1, -1)
  }

  // the parser accepts octal and shorter spellings of IPv4, which only serve to disguise an address
  return /^[\d.]+$/.test(address) && hostOf(address) === address ? address : undefined
}

function hostOf (host: string): string | undefined {
  return URL.canParse(`http://${host}/`) ? new URL(`http://${host}/`).hostname : undefined
}
