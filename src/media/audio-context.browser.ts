/** A share of the page's context; call `release()` when it is no longer needed */
export interface SharedContext {
  readonly context: AudioContext
  release(): void
}

/**
 * The `AudioContext` that a page shares: browsers allow few, and each costs a thread.
 * It exists while something uses it.
 */
export class AudioContextPool {
  private context?: AudioContext
  private users = 0

  acquire (): SharedContext {
    this.context ??= new AudioContext({ latencyHint: 'interactive' })
    this.users++
    this.resume()
    let released = false

    return {
      context: this.context,
      release: () => {
        if (!released) {
          released = true
          this.leave()
        }
      }
    }
  }

  /** Resumes the context: browsers allow that only after a user gesture */
  resume (): void {
    if (this.context?.state === 'suspended') {
      this.context.resume().catch(() => {
        // it was closed meanwhile
      })
    }
  }

  private leave (): void {
    this.users--

    if (this.users === 0) {
      this.context?.close().catch(() => {
        // it is closed already
      })
      this.context = undefined
    }
  }
}

export const sharedAudioContext = new AudioContextPool()
