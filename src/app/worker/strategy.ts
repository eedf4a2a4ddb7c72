/**
 * How the service worker answers. cache-first: files whose names change with their
 * content. network-first: all that may be newer on the host. pass: not ours.
 */
export type Strategy = 'cache-first' | 'network-first' | 'pass'

/**
 * @param request - method and URL that the page asks for
 * @param request.method - of HTTP
 * @param request.url - absolute
 * @param scope - URL that the service worker is for, with a slash at its end
 */
export function strategyFor ({ method, url }: { method: string, url: string }, scope: string): Strategy {
  if (method !== 'GET' || !url.startsWith(scope)) {
    return 'pass'
  }

  return url.slice(scope.length).startsWith('chunks/') ? 'cache-first' : 'network-first'
}
