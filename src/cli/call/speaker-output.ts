import { openSpeakers } from '../../index.ts'
import { messageOf } from '../errors.ts'
import type { AudioReceiver, Participant, Speakers } from '../../index.ts'

export interface SpeakerOutputInit {
  signal: AbortSignal
  /** Told whether there are speakers, and if not, why */
  onOpen(open: boolean, reason?: string): void
}

/** What is heard in a call, on the speakers, if there are any */
export class SpeakerOutput {
  private readonly init: SpeakerOutputInit
  private readonly heard = new Map<string, AudioReceiver>()
  private speakers?: Speakers

  constructor (init: SpeakerOutputInit) {
    this.init = init
    void this.open()
  }

  /** The participant's track has come */
  add ({ publicKey, audio }: Participant): void {
    if (audio != null) {
      this.heard.set(publicKey, audio)
      this.speakers?.add(publicKey, audio)
    }
  }

  remove ({ publicKey }: Participant): void {
    this.heard.delete(publicKey)
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
      this.heard.forEach((audio, publicKey) => { speakers?.add(publicKey, audio) })
      onOpen(speakers != null, reason)
    } catch (err) {
      if (!signal.aborted) {
        onOpen(false, messageOf(err))
      }
    }
  }
}
