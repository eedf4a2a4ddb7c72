import { listDevices, openMicrophone } from '../../index.ts'
import type { CallView } from './events.ts'
import type { AudioDevice, AudioSpec, GroupCall } from '../../index.ts'

export interface DeviceKeysInit {
  view: CallView
  sound: { setDevice(device: string): void }
  /** What the user sends */
  audio: AudioSpec
  /** Id of the speakers in use; the system's default without it */
  output?: string
  onProblem(error: Error): void
}

/** Switches between the microphones and speakers of this machine during a call */
export class DeviceKeys {
  private readonly init: DeviceKeysInit
  private readonly used: { input?: string, output?: string }
  private call?: GroupCall
  private busy = false

  constructor (init: DeviceKeysInit) {
    this.init = init
    this.used = { input: init.audio.kind === 'mic' ? init.audio.device : undefined, output: init.output }
  }

  attach (call: GroupCall): void {
    this.call = call
    call.addEventListener('microphone', ({ detail }) => {
      detail.addEventListener('device:change', ({ detail: change }) => { this.init.view.show({ type: 'device', kind: 'input', ...change }) })
    })
  }

  /** Uses the next device; the first one after the last. Does nothing while it is still switching */
  next (kind: AudioDevice['kind']): void {
    if (!this.busy) {
      this.busy = true
      this.switch(kind).catch(err => { this.init.onProblem(err) }).finally(() => { this.busy = false })
    }
  }

  private async switch (kind: AudioDevice['kind']): Promise<void> {
    const devices = (await listDevices()).filter(device => device.kind === kind)
    const position = devices.findIndex(({ id, isDefault }) => this.used[kind] == null ? isDefault : id === this.used[kind])
    const next = devices[(position + 1) % devices.length]

    if (next == null) {
      return
    }

    if (kind === 'input') {
      await this.capture(next)
    } else {
      this.init.sound.setDevice(next.id)
    }

    this.used[kind] = next.id
  }

  /** If the next microphone can't be used, the one after it may */
  private async capture ({ id, name }: AudioDevice): Promise<void> {
    const { call, init: { audio, onProblem, view } } = this

    if (call == null || audio.kind !== 'mic') {
      return
    }

    const microphone = await openMicrophone({ ...audio, device: id }, { filters: call.microphone?.filters })

    if (microphone.track == null) {
      onProblem(new Error(microphone.reason))
      return
    }

    await call.setMicrophone(microphone)
    view.show({ type: 'device', kind: 'input', name, reason: 'chosen' })
  }
}
