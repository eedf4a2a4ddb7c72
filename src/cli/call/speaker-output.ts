import { openSpeakers } from '../../index.ts'
import { messageOf } from '../errors.ts'
import type { AudioReceiver, DeviceChange, Participant, Speakers } from '../../index.ts'

export interface SpeakerOutputInit {
  /** Id of the device; the system's default without it */
  device?: string
  signal: AbortSignal
  /** Called when the speakers are open, or with the reason why there are none */
  onOpen(open: boolean, reason?: string): void
  /** Called when another device is in use */
  onDevice(change: DeviceChange): void
  /** Called when another device can't be used */
  onProblem(error: Error): void
}

/** Plays the participants of a call on the speakers, if there are any */
export class SpeakerOutput {
  private readonly init: SpeakerOutputInit
  private readonly heard = new Map<string, AudioReceiver>()
  private speakers?: Speakers
  /** Id of a device that was chosen after the start */
  private wanted?: string

  constructor (init: SpeakerOutputInit) {
    this.init = init
    void this.open()
  }

  /** Plays a participant, once its track has come */
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

  /** Plays through another device from now on, or as soon as the speakers are open */
  setDevice (device: string): void {
    this.wanted = device
    this.speakers?.setDevice(device)
  }

  async close (): Promise<void> {
    await this.speakers?.stop()
  }

  /** Never rejects: we can talk without speakers */
  private async open (): Promise<void> {
    const { device, signal, onDevice, onOpen, onProblem } = this.init

    try {
      const { speakers, reason } = await openSpeakers({ device, signal })

      if (signal.aborted) {
        await speakers?.stop()
        return
      }

      this.speakers = speakers
      speakers?.addEventListener('device:change', ({ detail }) => { onDevice(detail) })
      speakers?.addEventListener('device:problem', ({ detail }) => { onProblem(detail) })

      if (this.wanted != null) {
        speakers?.setDevice(this.wanted)
      }

      this.heard.forEach((audio, publicKey) => { speakers?.add(publicKey, audio) })
      onOpen(speakers != null, reason)
    } catch (err) {
      if (!signal.aborted) {
        onOpen(false, messageOf(err))
      }
    }
  }
}
