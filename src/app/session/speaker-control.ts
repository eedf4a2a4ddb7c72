import { KeptVolumes } from './kept-volumes.ts'
import type { Devices } from './devices.ts'
import type { PersonVolume } from './kept-volumes.ts'
import type { Engine } from './load-engine.ts'
import type { Participant, Speakers } from '../../index.ts'

export interface SpeakerControlInit {
  devices: Pick<Devices, 'state'>
  onChange(): void
}

/** Plays the others: through which speaker, how loud, or not at all */
export class SpeakerControl {
  private readonly init: SpeakerControlInit
  private readonly volumes = new KeptVolumes()
  private speakers?: Speakers
  private silenced = false

  constructor (init: SpeakerControlInit) {
    this.init = init
  }

  /** Whether the browser plays nothing until the user taps */
  get blocked (): boolean {
    return this.speakers?.blocked ?? false
  }

  get deafened (): boolean {
    return this.silenced
  }

  volumeOf (publicKey: string): PersonVolume {
    return this.volumes.get(publicKey)
  }

  async start (engine: Pick<Engine, 'openSpeakers'>): Promise<void> {
    this.speakers = (await engine.openSpeakers()).speakers
    this.speakers?.addEventListener('blocked:change', () => { this.init.onChange() })
    this.useSpeaker()
  }

  async stop (): Promise<void> {
    await this.speakers?.stop()
  }

  add ({ publicKey, audio }: Participant): void {
    if (audio != null) {
      this.applyVolume(publicKey)
      this.speakers?.add(publicKey, audio)
    }
  }

  remove ({ publicKey }: Participant): void {
    this.speakers?.remove(publicKey)
  }

  /** Changes how loud a person is heard, from now on and in later calls */
  changeVolume (publicKey: string, change: Partial<PersonVolume>): void {
    this.volumes.change(publicKey, change)
    this.applyVolume(publicKey)
    this.init.onChange()
  }

  setDeafened (deafened: boolean): void {
    this.silenced = deafened
    this.speakers?.setSilenced(deafened)
    this.init.onChange()
  }

  /** Switches to the chosen speaker */
  useSpeaker (): void {
    this.speakers?.setDevice(this.init.devices.state.speaker)
  }

  /** Called when the user has tapped */
  allowSound (): void {
    this.speakers?.resume()
  }

  private applyVolume (publicKey: string): void {
    const { silenced, volume } = this.volumeOf(publicKey)

    this.speakers?.setVolume(publicKey, silenced ? 0 : volume)
  }
}
