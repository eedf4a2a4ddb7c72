/**
 * Which people can open an invite in a browser
 *
 * - `everyone`: the page is on the internet, or was configured for invites
 * - `network`: people on the same network as this page
 * - `insecure`: nobody, because browsers allow calls only on a page with TLS
 * - `bare`: the invite doesn't link to a page, because this page is on the user's own device
 */
export type InviteReach = 'everyone' | 'network' | 'insecure' | 'bare'

export interface InviteBase {
  /** URL that comes before the # of an invite; absent for the library's default, which names no page */
  base?: string
  reach: InviteReach
}

/** Names and addresses of this machine (RFC 6761, section 6.3), and of local networks (RFC 1918, 3927, 4193, 4291, 6762) */
const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/
const PRIVATE = /^(?:10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|169\.254(?:\.\d+){2}|\[f[cd].*\]|\[fe[89ab].*\]|.+\.(?:local|lan|home\.arpa|internal)|[^.:[\]]+)$/

/**
 * Chooses the page that invites link to
 *
 * @param configured - URL of a page for invites; empty if there is none
 * @param href - address of this page
 */
export function chooseInviteBase (configured: string, href: string): InviteBase {
  if (configured !== '') {
    return { base: configured, reach: 'everyone' }
  }

  const url = URL.canParse(href) ? new URL(href) : undefined

  if (url == null || !/^https?:$/.test(url.protocol) || LOOPBACK.test(url.hostname)) {
    return { reach: 'bare' }
  }

  const base = `${url.origin}${url.pathname}${url.search}`

  if (url.protocol === 'http:') {
    return { base, reach: 'insecure' }
  }

  return { base, reach: PRIVATE.test(url.hostname) ? 'network' : 'everyone' }
}
