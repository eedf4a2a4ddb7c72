/** The page also works without a service worker; then it needs its host whenever it opens */
export function registerServiceWorker (): void {
  if ('serviceWorker' in navigator && window.isSecureContext) {
    navigator.serviceWorker.register('./service-worker.js').catch(err => {
      // private browsing, or a policy
      // eslint-disable-next-line no-console -- libp2p's logger has not been loaded yet
      console.warn('The page will not open without its host:', err)
    })
  }
}
