import { openSpeakers } from '../../index.ts'
import { messageOf } from '../errors.ts'
import type { Participant } from '../../index.ts'
import type { Speakers } from '../../index.ts'

export interface PlaybackInit {
  signal: AbortSignal
  /** Told whether there are speakers, and if not, why */
  onOpen(open: boolean, reason?: string): void
}

/** What is heard in a call, on the speakers, if there are any */
export class Playback {
  private readonly init: PlaybackInit
  private speakers?: Speakers

  constructor (init: PlaybackInit) {
    this.init = init
    void this.open()
  }

  /** The participant's track has come */
  add ({ publicKey, audio }: Participant): void {
    audio?.listen(frame => { this.speakers?.play(publicKey, frame) })
  }

  remove ({ publicKey }: Participant): void {
    this.speakers?.remove(publicKey)
  }

  async close (): Promise<void> {
    await this.speakers?.stop()
  }

  /** Never rejects: who has no speakers may still talk */
  private async open (): Promise<void> {
    const { signal, onOpen } = this.init

    try {
      const { speakers, reason } = await openSpeakers({ signal })

      if (signal.aborted) {
        await speakers?.stop()
        return
      }

      this.speakers = speakers
      onOpen(speakers != null, reason)
    } catch (err) {
      if (!signal.aborted) {
        onOpen(false, messageOf(err))
      }
    }
  }
}
