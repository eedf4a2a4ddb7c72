/**
 * The only place that names a WebRTC implementation. In Node it is `@roamhq/wrtc`
 * (libwebrtc); the browser twin uses the globals.
 *
 * It is 26 MB of native code, which programs that only import groupcall don't need: it is
 * loaded when the first connection, source or sink is created, or by {@link loadWebRTC}.
 */

import { createRequire } from 'node:module'
import { pacedSink } from './paced-sink.ts'
import { unsupportedPlatform } from './unsupported-platform.ts'
import type { AudioSink, AudioSinkData, AudioSource } from './types.ts'

export type { AudioSink, AudioSinkData, AudioSource } from './types.ts'

/** The types of what we use of the implementation */
interface Implementation {
  RTCPeerConnection: typeof globalThis.RTCPeerConnection
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

let implementation: Implementation | undefined

/** The sample rate of all sources, in Hz */
const SOURCE_RATE = 48_000

/** Samples of 10 ms: the library always reads that many */
const SOURCE_SAMPLES = SOURCE_RATE / 100

/**
 * Loads the implementation unless it is loaded, and returns it
 *
 * @throws {UnsupportedPlatformError}
 */
export function loadWebRTC (): Implementation {
  if (implementation == null) {
    implementation = requireWebRTC()
    skipTeardown()
  }

  return implementation
}

function requireWebRTC (): Implementation {
  try {
    // not `import()`, because a connection is created in one turn of the event loop
    return createRequire(import.meta.url)('@roamhq/wrtc') as Implementation
  } catch (err) {
    throw unsupportedPlatform('@roamhq/wrtc', err)
  }
}

/** See {@link https://www.w3.org/TR/webrtc/#rtcpeerconnection-interface} */
export function createPeerConnection (configuration?: RTCConfiguration): RTCPeerConnection {
  const { RTCPeerConnection } = loadWebRTC()

  return new RTCPeerConnection(configuration)
}

/**
 * Creates a source of audio that is fed with samples. Node only: a browser has
 * `getUserMedia`
 */
export function createAudioSource (): AudioSource {
  const source = new (loadWebRTC().nonstandard.RTCAudioSource)()

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
      const sink = new (loadWebRTC().nonstandard.RTCAudioSink)(track)
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

/**
 * Lets a process that has no more to do end by `process.exit()`. Otherwise Node would tear
 * the implementation down, which crashes the process (SIGSEGV) once a track was stopped.
 */
function skipTeardown (): void {
  const exit = (): void => { process.exit() }

  process.on('beforeExit', () => {
    // after the listeners of others
    process.off('exit', exit)
    process.on('exit', exit)
  })
}
