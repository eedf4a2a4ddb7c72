/**
 * Browser twin of `device-list.ts`
 */

import { audioDevicesOf } from './audio-device.ts'
import type { AudioDevice } from './audio-device.ts'

/** Returns the devices that the browser tells about; without a permission for the microphone, they have no names */
export async function listDevices (): Promise<AudioDevice[]> {
  return audioDevicesOf(await navigator.mediaDevices.enumerateDevices(), id => id === 'default')
}
