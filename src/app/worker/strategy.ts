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

  return isHashed(url.slice(scope.length)) ? 'cache-first' : 'network-first'
}

/**
 * Returns how to fetch a file that is to be stored. What the page has just downloaded
 * isn't downloaded again, even if the host doesn't say how long it may be kept; a file
 * that may be newer on the host is compared with it.
 *
 * @param path - of a file, relative to the scope
 */
export function cacheModeFor (path: string): 'force-cache' | 'no-cache' {
  return isHashed(path) ? 'force-cache' : 'no-cache'
}

/** Returns whether a file's name changes with its content */
function isHashed (path: string): boolean {
  return path.startsWith('chunks/')
}
