import type { Devices } from './devices.ts'
import type { Engine } from './load-engine.ts'
import type { GroupCall, Microphone, Participant, Speakers } from '../../index.ts'
import type { SelfState } from '../model/state.ts'

export interface VoiceInit {
  devices: Devices
  onChange(): void
}

/**
 * Sound in and out of one person: the microphone that is chosen, and the speakers
 */
export class Voice {
  private readonly init: VoiceInit
  private readonly volumes = new Map<string, number>()
  private engine?: Engine
  private microphone?: Microphone
  private speakers?: Speakers
  private call?: GroupCall
  private muted = false
  private deafened = false
  private held = false
  private opening = 0

  constructor (init: VoiceInit) {
    this.init = init
  }

  get state (): Omit<SelfState, 'name' | 'publicKey'> {
    const { microphone } = this

    return {
      muted: this.muted,
      deafened: this.deafened,
      speaking: microphone?.speaking === true && !this.muted,
      level: microphone?.level ?? 0,
      listenOnly: microphone?.track == null ? microphone?.problem : undefined
    }
  }

  get blocked (): boolean {
    return this.speakers?.blocked ?? false
  }

  volumeOf (publicKey: string): number {
    return this.volumes.get(publicKey) ?? 1
  }

  async start (engine: Engine): Promise<void> {
    this.engine = engine
    this.speakers = (await engine.openSpeakers()).speakers
    this.speakers?.addEventListener('blocked:change', () => { this.init.onChange() })
    this.useSpeaker()
    // the lobby is shown while the user is asked
    this.reopen().catch(() => {
      // why there is none is in its state
    })
  }

  async stop (): Promise<void> {
    this.opening++
    await Promise.all([this.speakers?.stop(), this.microphone?.stop()])
  }

  /** Opens the microphone that is chosen, and talks through it from now on */
  async reopen (): Promise<void> {
    const { engine, init: { devices } } = this

    if (engine == null) {
      return
    }

    const attempt = ++this.opening
    const { microphone: device, processing } = devices.state
    const opened = await engine.openMicrophone({ kind: 'mic', device, processing })

    if (attempt !== this.opening) {
      await opened.stop()
      return
    }

    await this.use(opened)
    devices.refresh()
  }

  /** The microphone for a call, which lets go of it at the end */
  async handOver (): Promise<Microphone> {
    if (this.microphone == null) {
      await this.reopen()
    }

    return this.microphone as Microphone
  }

  useCall (call: GroupCall): void {
    this.call = call
  }

  leaveCall (): void {
    this.call = undefined
    this.microphone = undefined
    this.held = false
    this.init.onChange()
  }

  add ({ publicKey, audio }: Participant): void {
    if (audio != null) {
      this.speakers?.setVolume(publicKey, this.volumeOf(publicKey))
      this.speakers?.add(publicKey, audio)
    }
  }

  remove ({ publicKey }: Participant): void {
    this.speakers?.remove(publicKey)
  }

  setVolume (publicKey: string, volume: number): void {
    this.volumes.set(publicKey, volume)
    this.speakers?.setVolume(publicKey, volume)
    this.init.onChange()
  }

  useSpeaker (): void {
    this.speakers?.setDevice(this.init.devices.state.speaker)
  }

  allowSound (): void {
    this.speakers?.resume()
  }

  toggleMute (): void {
    // who talks again wants to hear the answer
    if (this.muted && this.deafened) {
      this.setDeafened(false)
    }

    this.setMuted(!this.muted)
  }

  toggleDeafen (): void {
    this.setDeafened(!this.deafened)
    this.setMuted(this.deafened)
  }

  holdToTalk (held: boolean): void {
    if (held && this.muted && !this.held) {
      this.held = true
      this.setMuted(false)
    } else if (!held && this.held) {
      this.held = false
      this.setMuted(true)
    }
  }

  private async use (microphone: Microphone): Promise<void> {
    const before = this.microphone

    this.microphone = microphone
    microphone.addEventListener('end', () => { this.onLost(microphone) })
    microphone.addEventListener('speaking:change', () => { this.init.onChange() })

    if (this.muted) {
      microphone.mute()
    }

    if (this.call != null && this.call.microphone != null) {
      await this.call.setMicrophone(microphone)
    } else {
      await before?.stop()
    }

    this.init.onChange()
  }

  /** Unplugged, or no longer allowed: another one may be there */
  private onLost (microphone: Microphone): void {
    const { engine } = this

    if (this.microphone !== microphone || engine == null) {
      return
    }

    const attempt = ++this.opening
    engine.openMicrophone({ kind: 'mic', processing: this.init.devices.state.processing })
      .then(async other => {
        if (attempt !== this.opening) {
          await other.stop()
        } else {
          await this.use(other.track != null ? other : new engine.ListenOnlyMicrophone(other.reason ?? '', 'mic', other.problem === 'denied' ? 'denied' : 'lost'))
        }
      })
      .catch(() => {
        // why there is none is in its state
      })
  }

  private setMuted (muted: boolean): void {
    this.muted = muted

    if (this.call == null) {
      if (muted) {
        this.microphone?.mute()
      } else {
        this.microphone?.unmute()
      }
    } else if (muted) {
      this.call.mute()
    } else {
      this.call.unmute()
    }

    this.init.onChange()
  }

  private setDeafened (deafened: boolean): void {
    this.deafened = deafened
    this.speakers?.setSilenced(deafened)
    this.init.onChange()
  }
}
