/**
 * Why another device is in use: it was chosen, the one before was disconnected, or the
 * chosen one is connected again
 */
export type DeviceChangeReason = 'chosen' | 'lost' | 'returned'

export interface DeviceSituation {
  /** Id of the device that the user has chosen; `undefined` for the system's default */
  chosen?: string
  /** Id of the device in use; `undefined` for the system's default */
  used?: string
  /** False if the device in use has failed */
  working: boolean
  /** Ids of the devices that the machine has */
  available: readonly string[]
}

/**
 * Decides which device to open next: the chosen one if it is there, else the system's
 * default. Returns `undefined` while the one in use is right.
 */
export function nextDevice ({ chosen, used, working, available }: DeviceSituation): { device?: string, reason: DeviceChangeReason } | undefined {
  const device = chosen != null && available.includes(chosen) ? chosen : undefined

  if (working && device === used) {
    return undefined
  }

  return { device, reason: device != null && device !== used ? 'returned' : 'lost' }
}
