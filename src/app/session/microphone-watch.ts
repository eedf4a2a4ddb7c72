import type { Devices } from './devices.ts'
import type { Voice } from './voice.ts'

export interface MicrophoneWatchInit {
  devices: Pick<Devices, 'microphoneCount'>
  voice: Pick<Voice, 'reopen' | 'state'>
}

/**
 * Opens the microphone as soon as what was in its way is gone: the user has allowed it in
 * the browser, or has plugged one in, as the screen says
 */
export class MicrophoneWatch {
  private readonly init: MicrophoneWatchInit
  private permission?: PermissionStatus
  private stopped = false
  private count = 0

  constructor (init: MicrophoneWatchInit) {
    this.init = init
    this.onPermission = this.onPermission.bind(this)
  }

  /** Not all browsers tell about permissions; then the user taps "Try again" */
  async start (): Promise<void> {
    try {
      const permission = await navigator.permissions.query({ name: 'microphone' })

      if (!this.stopped) {
        this.permission = permission
        permission.addEventListener('change', this.onPermission)
      }
    } catch {
      // Firefox before 131
    }
  }

  stop (): void {
    this.stopped = true
    this.permission?.removeEventListener('change', this.onPermission)
  }

  /** Called when the devices may have changed */
  onDevices (): void {
    const { devices: { microphoneCount }, voice } = this.init
    const problem = voice.state.listenOnly
    const added = microphoneCount > this.count

    this.count = microphoneCount

    if (added && (problem === 'none' || problem === 'lost')) {
      this.reopen()
    }
  }

  private onPermission (): void {
    if (this.permission?.state === 'granted' && this.init.voice.state.listenOnly === 'denied') {
      this.reopen()
    }
  }

  private reopen (): void {
    this.init.voice.reopen().catch(() => {
      // the state contains the reason
    })
  }
}
