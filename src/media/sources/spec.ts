import { InvalidParametersError } from '@libp2p/interface'
import { DEFAULT_HZ, MAX_HZ, MIN_HZ } from './tone.ts'
import type { AudioInput } from './input.ts'
import type { Readable } from 'node:stream'

/** How a browser processes a microphone's audio; all of it by default */
export interface AudioProcessing {
  echoCancellation?: boolean
  noiseSuppression?: boolean
  autoGainControl?: boolean
}

/** The source of a microphone */
export type AudioSpec =
  /**
   * A microphone. `device` is an id of `enumerateDevices()` in browsers, and of
   * `listDevices()` in Node; without it, or if it isn't there, it is the system's default
   */
  { kind: 'mic', device?: string, processing?: AudioProcessing } |
  /** A WAV file (also RF64 or W64), looped unless `loop` is false, with a `pause` in ms between rounds */
  { kind: 'wav', path: string, loop?: boolean, pause?: number } |
  /** A sine of `hz`, 440 by default */
  { kind: 'tone', hz?: number } |
  /** Raw signed 16-bit little-endian samples, 48 kHz mono; from standard input by default */
  { kind: 'raw', stream?: Readable } |
  /** Frames from a program, such as a {@link FrameQueue}. Node only */
  { kind: 'frames', input: AudioInput } |
  /** A copy of a track: muting and stopping the microphone doesn't change yours. Browsers only */
  { kind: 'track', track: MediaStreamTrack } |
  /** A track without sound */
  { kind: 'silence' } |
  /** No track: listen-only */
  { kind: 'none' }

/** Files that are taken for WAV files; what they contain is checked when they are opened */
const WAV_FILE = /\.(wave?|w64|rf64|bw64|bwf)$/i

/** Audio files that aren't WAV files, and videos, which ffmpeg converts */
const OTHER_FILE = /\.(mp[234]|m4[ab]|aac|ogg|oga|opus|flac|aiff?|aifc|au|caf|wma|amr|webm|mkv|mka|mov)$/i

/** The forms that {@link parseAudioSpec} accepts */
const AUDIO_SPEC_FORMS = 'mic | FILE.wav | tone[:HZ] | - | none | silence'

/**
 * Parses what a user typed on the command line
 *
 * @throws {InvalidParametersError} with the possible forms
 */
export function parseAudioSpec (text: string): AudioSpec {
  if (text === 'mic' || text === 'none' || text === 'silence') {
    return { kind: text }
  }

  if (text === '-') {
    return { kind: 'raw' }
  }

  if (text === 'tone') {
    return { kind: 'tone', hz: DEFAULT_HZ }
  }

  if (text.startsWith('tone:')) {
    return { kind: 'tone', hz: parseHz(text.substring('tone:'.length)) }
  }

  if (WAV_FILE.test(text)) {
    return { kind: 'wav', path: text }
  }

  if (OTHER_FILE.test(text)) {
    throw new InvalidParametersError(`"${text}" isn't a WAV file: convert it, for example with: ffmpeg -i FILE FILE.wav`)
  }

  throw new InvalidParametersError(`"${text}" isn't an audio source: use ${AUDIO_SPEC_FORMS}`)
}

function parseHz (text: string): number {
  const hz = Number(text)

  if (text.trim() === '' || !(hz >= MIN_HZ && hz <= MAX_HZ)) {
    throw new InvalidParametersError(`"${text}" isn't the frequency of a tone: use ${MIN_HZ} to ${MAX_HZ} Hz, as in tone:${DEFAULT_HZ}`)
  }

  return hz
}
