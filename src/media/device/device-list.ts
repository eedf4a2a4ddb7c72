import { NoDeviceError } from '../errors.ts'
import { DeviceProcess } from './device-process.ts'
import { listServerDevices, watchServerDevices } from './sound-server.ts'
import type { AudioDevice } from './audio-device.ts'
import type { AbortOptions, Logger } from '@libp2p/interface'

export interface ListDevicesInit extends AbortOptions {
  log?: Logger

  /**
   * The environment of the processes that look for devices
   *
   * @default that of this process
   */
  env?: NodeJS.ProcessEnv
}

/** Returns the microphones and speakers of this machine; none if sound devices aren't supported here */
export async function listDevices (init: ListDevicesInit = {}): Promise<AudioDevice[]> {
  const devices = await listServerDevices(init.env ?? process.env)

  if (devices != null) {
    return devices
  }

  try {
    const device = await DeviceProcess.open('devices', init)
    await device.stop()

    return device.devices
  } catch (err) {
    if (err instanceof NoDeviceError) {
      init.log?.('no devices: %s', err.message)

      return []
    }

    throw err
  }
}

/**
 * Calls `onDevices` when devices are connected or disconnected
 *
 * @returns call this to stop
 */
export function watchDevices (onDevices: (devices: AudioDevice[]) => void, init: ListDevicesInit = {}): () => void {
  const stopped = new AbortController()
  const env = init.env ?? process.env

  void listServerDevices(env).then(async devices => {
    if (stopped.signal.aborted) {
      return
    }

    if (devices == null) {
      const device = await DeviceProcess.open('devices', { ...init, signal: stopped.signal, onDevices })
      stopped.signal.addEventListener('abort', () => { void device.stop() })
    } else {
      const stop = watchServerDevices(env, () => {
        void listServerDevices(env).then(changed => {
          if (changed != null && !stopped.signal.aborted) {
            onDevices(changed)
          }
        })
      })
      stopped.signal.addEventListener('abort', stop)
    }
  }).catch(err => { init.log?.('can\'t watch the devices - %e', err) })

  return () => { stopped.abort() }
}
