/** What a device process is for */
export type DeviceRole = 'microphone' | 'speakers'

/** What a device process says */
export type FromDevice =
  /** The device is open */
  { type: 'ready' } |
  /** It cannot be opened; the text is the backend's */
  { type: 'failed', problem: string } |
  /** 10 ms from the microphone */
  { type: 'frame', samples: Int16Array }

/** What a device process is told */
export type ToDevice =
  /** 10 ms of somebody's voice for the speakers */
  { type: 'play', id: string, samples: Int16Array } |
  /** Somebody has gone */
  { type: 'remove', id: string }
