/** The purpose of a device process */
export type DeviceRole = 'microphone' | 'speakers'

/** Messages from a device process */
export type FromDevice =
  /** The device is open */
  { type: 'ready' } |
  /** It can't be opened; the text comes from the backend */
  { type: 'failed', problem: string } |
  /** 10 ms from the microphone */
  { type: 'frame', samples: Int16Array }

/** Messages to a device process */
export type ToDevice =
  /** 10 ms of a voice for the speakers */
  { type: 'play', id: string, samples: Int16Array } |
  /** A voice has ended */
  { type: 'remove', id: string }
