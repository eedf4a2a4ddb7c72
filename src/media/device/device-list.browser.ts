/**
 * Browser twin of `device-list.ts`
 */

import type { AudioDevice } from './audio-device.ts'

/** Returns the devices that the browser tells about; without a permission for the microphone, they have no names */
export async function listDevices (): Promise<AudioDevice[]> {
  const devices = await navigator.mediaDevices.enumerateDevices()

  return devices.filter(({ kind }) => kind !== 'videoinput').map(({ kind, deviceId, label }) =>
    ({ kind: kind === 'audioinput' ? 'input' : 'output', id: deviceId, name: label, isDefault: deviceId === 'default' }))
}
