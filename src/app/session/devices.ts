import { loadStored, saveStored } from './stored.ts'
import type { DevicesState, DeviceState, FiltersState, ProcessingState } from '../model/state.ts'

const STORAGE_KEY = 'groupcall-devices'

interface Choice {
  microphone: string
  speaker: string
  processing: ProcessingState
  filters: FiltersState
}

/**
 * The available microphones and speakers, and which of them the user has chosen; the
 * choice is stored in this browser
 */
export class Devices {
  private readonly onChange: () => void
  private choice: Choice = {
    microphone: '',
    speaker: '',
    processing: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    filters: { noiseSuppression: false, activation: null }
  }

  private found: MediaDeviceInfo[] = []

  constructor (onChange: () => void) {
    this.onChange = onChange
    this.refresh = this.refresh.bind(this)
    this.choice = { ...this.choice, ...loadStored<Choice>(STORAGE_KEY) }
  }

  get state (): DevicesState {
    return {
      microphones: this.list('audioinput'),
      speakers: this.list('audiooutput'),
      ...this.choice,
      canChooseSpeaker: typeof HTMLAudioElement !== 'undefined' && 'setSinkId' in HTMLAudioElement.prototype
    }
  }

  /** Number of microphones, even if the browser doesn't tell which */
  get microphoneCount (): number {
    return this.found.filter(({ kind }) => kind === 'audioinput').length
  }

  start (): void {
    navigator.mediaDevices?.addEventListener('devicechange', this.refresh)
    this.refresh()
  }

  stop (): void {
    navigator.mediaDevices?.removeEventListener('devicechange', this.refresh)
  }

  choose (choice: Partial<Choice>): void {
    this.choice = { ...this.choice, ...choice }
    saveStored(STORAGE_KEY, this.choice)
    this.onChange()
  }

  /** Lists the devices. Called again once a microphone is allowed, because browsers hide their names until then */
  refresh (): void {
    navigator.mediaDevices?.enumerateDevices().then(found => {
      this.found = found
      this.onChange()
    }, () => {
      // a policy forbids it, so there is nothing to choose from
    })
  }

  private list (kind: MediaDeviceKind): DeviceState[] {
    return this.found.filter(device => device.kind === kind && device.deviceId !== '').map(({ deviceId, label }) => ({ id: deviceId, label }))
  }
}
