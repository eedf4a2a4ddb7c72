/** The page works without one; it then needs its host whenever it opens */
export function registerServiceWorker (): void {
  if ('serviceWorker' in navigator && window.isSecureContext) {
    navigator.serviceWorker.register('./service-worker.js').catch(() => {
      // private browsing, or a policy
    })
  }
}
