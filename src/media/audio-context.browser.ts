/** A share of the one context; whoever has it says when it is needed no more */
export interface SharedContext {
  readonly context: AudioContext
  release(): void
}

/**
 * The one `AudioContext` of a page: browsers allow few, and each costs a thread. It
 * is there while somebody needs it.
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

  /** Browsers let it run only after the user has done something: call this then */
  resume (): void {
    if (this.context?.state === 'suspended') {
      this.context.resume().catch(() => {
        // closed meanwhile
      })
    }
  }

  private leave (): void {
    this.users--

    if (this.users === 0) {
      this.context?.close().catch(() => {
        // it is of no use any more in any case
      })
      this.context = undefined
    }
  }
}

export const sharedAudioContext = new AudioContextPool()
