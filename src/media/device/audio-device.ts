/** A microphone or a pair of speakers of this machine */
export interface AudioDevice {
  kind: 'input' | 'output'
  /** Stays the same while the machine has the device */
  id: string
  /** As the system shows it to people; several devices may have the same */
  name: string
  /** Whether the system uses it unless told otherwise */
  isDefault: boolean
}

/** Returns devices as Web Audio's media devices describe them, those for video left out */
export function audioDevicesOf (devices: readonly MediaDeviceInfo[], isDefault: (id: string) => boolean): AudioDevice[] {
  return devices.filter(({ kind }) => kind !== 'videoinput')
    .map(({ kind, deviceId, label }) => ({ kind: kind === 'audioinput' ? 'input' : 'output', id: deviceId, name: label, isDefault: isDefault(deviceId) }))
}

/**
 * Returns the devices that a user may mean: by number (1 is the first of the kind), id,
 * name, or part of a name, whatever its case. More than one if the text isn't clear.
 */
export function matchDevices (devices: readonly AudioDevice[], kind: AudioDevice['kind'], text: string): AudioDevice[] {
  const all = devices.filter(device => device.kind === kind)
  const wanted = text.trim().toLowerCase()
  const same = all.filter(({ id, name }) => id === text || name.toLowerCase() === wanted)

  if (same.length > 0) {
    return same
  }

  return /^\d+$/.test(wanted) ? all.slice(Number(wanted) - 1, Number(wanted)) : all.filter(({ name }) => wanted !== '' && name.toLowerCase().includes(wanted))
}
