/**
 * How the service worker answers a request. cache-first: for files whose names change
 * with their content. network-first: for files that may be newer on the host. pass: for
 * requests that aren't ours.
 */
export type Strategy = 'cache-first' | 'network-first' | 'pass'

/**
 * Returns how to answer a request
 *
 * @param request - from the page
 * @param request.method - of HTTP
 * @param request.url - absolute URL
 * @param scope - URL of the service worker's scope, with a trailing slash
 */
export function strategyFor ({ method, url }: { method: string, url: string }, scope: string): Strategy {
  if (method !== 'GET' || !url.startsWith(scope)) {
    return 'pass'
  }

  return url.slice(scope.length).startsWith('chunks/') ? 'cache-first' : 'network-first'
}
