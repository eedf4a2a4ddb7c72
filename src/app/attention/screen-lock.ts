/** Keeps the screen of a phone or tablet on during a call: a device that sleeps silences it */
export class ScreenLock {
  private wanted = false
  private sentinel?: WakeLockSentinel

  constructor () {
    this.request = this.request.bind(this)
  }

  hold (): void {
    if (matchMedia('(pointer: coarse)').matches) {
      this.wanted = true
      // browsers release it in a hidden page
      document.addEventListener('visibilitychange', this.request)
      this.request()
    }
  }

  release (): void {
    this.wanted = false
    document.removeEventListener('visibilitychange', this.request)
    this.drop()
  }

  private request (): void {
    if (document.visibilityState === 'visible') {
      // older browsers have none
      navigator.wakeLock?.request('screen').then(sentinel => {
        this.drop()
        this.sentinel = sentinel

        if (!this.wanted) {
          this.drop()
        }
      }, () => {
        // the battery is low, or a policy forbids it
      })
    }
  }

  private drop (): void {
    this.sentinel?.release().catch(() => {
      // it is released already
    })
    this.sentinel = undefined
  }
}
