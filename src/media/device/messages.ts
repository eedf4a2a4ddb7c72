import type { AudioDevice } from './audio-device.ts'

/** The purpose of a device process: to capture, to play, or to tell which devices there are */
export type DeviceRole = 'microphone' | 'speakers' | 'devices'

/** Names the variable with the id of the device to open; without it, the system's default is opened */
export const DEVICE_VARIABLE = 'GROUPCALL_DEVICE'

/** Messages from a device process */
export type FromDevice =
  /** The device is open, or the devices are known */
  { type: 'ready', devices?: AudioDevice[] } |
  /** Devices were connected or disconnected */
  { type: 'devices', devices: AudioDevice[] } |
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
