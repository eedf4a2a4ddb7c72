/**
 * Browser twin of `index.ts`: a browser has WebRTC built in
 */

import type { AudioSink, AudioSinkData, AudioSource } from './types.ts'

export type { AudioSink, AudioSinkData, AudioSource } from './types.ts'

/** Returns what the browser has */
export function loadWebRTC (): Pick<typeof globalThis, 'RTCPeerConnection'> {
  return globalThis
}

/** See {@link https://www.w3.org/TR/webrtc/#rtcpeerconnection-interface} */
export function createPeerConnection (configuration?: RTCConfiguration): RTCPeerConnection {
  return new RTCPeerConnection(configuration)
}

/** Node only: a browser captures with `getUserMedia` */
export function createAudioSource (): AudioSource {
  throw new Error('Only Node has audio sources: use getUserMedia in a browser')
}

/** Node only: a browser measures with Web Audio and plays with audio elements */
export function createAudioSink (track: MediaStreamTrack, onData: (data: AudioSinkData) => void): AudioSink {
  throw new Error('Only Node has audio sinks: use an audio element or Web Audio in a browser')
}
