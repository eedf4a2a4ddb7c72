/**
 * The only place that names a WebRTC implementation. In Node it is `@roamhq/wrtc`
 * (libwebrtc); the browser twin exports the globals.
 *
 * The implementation is CommonJS, and Node's static analysis doesn't find its
 * exports, so the default export must be imported.
 */

import wrtc from '@roamhq/wrtc'
import { pacedSink } from './paced-sink.ts'
import type { AudioSink, AudioSinkData, AudioSource } from './types.ts'

export type { AudioSink, AudioSinkData, AudioSource } from './types.ts'

/** The types of what we use of the implementation */
interface Implementation {
  RTCPeerConnection: typeof globalThis.RTCPeerConnection
  MediaStream: typeof globalThis.MediaStream
  nonstandard: {
    RTCAudioSource: new () => {
      createTrack(): MediaStreamTrack
      onData(data: { samples: Int16Array, sampleRate: number, bitsPerSample: number, channelCount: number, numberOfFrames: number }): void
    }
    RTCAudioSink: new (track: MediaStreamTrack) => {
      stop(): void
      ondata: ((data: AudioSinkData) => void) | null
    }
  }
}

const implementation = wrtc as unknown as Implementation

/** The sample rate of all sources, in Hz */
const SOURCE_RATE = 48_000

/** Samples of 10 ms: the library always reads that many */
const SOURCE_SAMPLES = SOURCE_RATE / 100

/** See {@link https://www.w3.org/TR/webrtc/#rtcpeerconnection-interface} */
export const RTCPeerConnection = implementation.RTCPeerConnection

/** See {@link https://www.w3.org/TR/mediacapture-streams/#mediastream} */
export const MediaStream = implementation.MediaStream

/**
 * Creates a source of audio that is fed with samples. Node only: a browser has
 * `getUserMedia`
 */
export function createAudioSource (): AudioSource {
  const source = new implementation.nonstandard.RTCAudioSource()

  return {
    createTrack: () => source.createTrack(),
    push: (samples) => {
      if (!(samples instanceof Int16Array) || samples.length !== SOURCE_SAMPLES) {
        throw new TypeError(`An audio source takes an Int16Array of ${SOURCE_SAMPLES} samples`)
      }

      // the implementation reads the whole ArrayBuffer, even behind a view
      const buffer = samples.byteLength === samples.buffer.byteLength ? samples : samples.slice()

      source.onData({
        samples: buffer,
        sampleRate: SOURCE_RATE,
        bitsPerSample: 16,
        channelCount: 1,
        numberOfFrames: buffer.length
      })
    }
  }
}

/**
 * Passes every 10 ms that a track plays to `onData`, until `stop()`. It continues
 * with silence after the sender has died, so it isn't a sign of life. What the library
 * makes up for after the process was stopped is dropped. Node only: a browser has Web
 * Audio
 */
export function createAudioSink (track: MediaStreamTrack, onData: (data: AudioSinkData) => void): AudioSink {
  return pacedSink({
    open: onFrame => {
      const sink = new implementation.nonstandard.RTCAudioSink(track)
      sink.ondata = onFrame

      return {
        stop: () => {
          sink.ondata = null
          sink.stop()
        }
      }
    },
    onFrame: onData
  })
}
