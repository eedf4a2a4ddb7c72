/** The page also works without a service worker; then it needs its host whenever it opens */
export function registerServiceWorker (): void {
  if (window.isSecureContext) {
    register().catch(err => {
      // private browsing, a sandboxed frame, or a policy
      // eslint-disable-next-line no-console -- libp2p's logger has not been loaded yet
      console.warn('The page will not open without its host:', err)
    })
  }
}

/** Rejects, and never throws: in a sandboxed frame, merely naming the service workers does */
async function register (): Promise<void> {
  await navigator.serviceWorker?.register('./service-worker.js')
}
