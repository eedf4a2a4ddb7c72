import { InvalidParametersError } from '@libp2p/interface'
import { NoDeviceError } from '../errors.ts'
import { InputMicrophone } from '../input-microphone.ts'
import { ListenOnlyMicrophone } from '../microphone.ts'
import { withFilters } from '../voice/with-filters.ts'
import { openDeviceInput } from './device.ts'
import { RawInput } from './raw.ts'
import { SilenceInput } from './silence.ts'
import { ToneInput } from './tone.ts'
import { openWavInput } from './wav.ts'
import type { AudioInput } from './input.ts'
import type { AudioSpec } from './spec.ts'
import type { Microphone } from '../microphone.ts'
import type { VoiceFilters } from '../voice/voice-filters.ts'
import type { Logger } from '@libp2p/interface'

export { FrameQueue } from './frame-queue.ts'
export { checkAudio } from './check-audio.ts'
export { parseAudioSpec } from './spec.ts'
export type { AudioInput } from './input.ts'
export type { AudioProcessing, AudioSpec } from './spec.ts'

export interface OpenMicrophoneInit {
  log?: Logger
  signal?: AbortSignal

  /** What is done with the voice before it is sent: see `setFilters()`, which changes it later */
  filters?: VoiceFilters

  /**
   * The environment of the process that opens a real device
   *
   * @default that of this process
   */
  env?: NodeJS.ProcessEnv
}

/**
 * Opens a microphone. If a real one isn't available, the result has no track and
 * explains why: the call is listen-only.
 *
 * @throws {AudioFileError} if a file can't be used
 * @throws {VoiceFilterError} if noise can't be suppressed here
 * @throws {InvalidParametersError} for a source that only browsers have
 */
export async function openMicrophone (spec: AudioSpec, init: OpenMicrophoneInit = {}): Promise<Microphone> {
  init.signal?.throwIfAborted()

  if (spec.kind === 'none') {
    return new ListenOnlyMicrophone('Listening only, as requested', 'none', 'chosen')
  }

  try {
    const microphone = new InputMicrophone({ kind: spec.kind, input: await openInput(spec, init), log: init.log })

    return await withFilters(microphone, init.filters)
  } catch (err: any) {
    if (err instanceof NoDeviceError) {
      init.log?.('no microphone: %s', err.message)

      return new ListenOnlyMicrophone(err.message, spec.kind, 'none')
    }

    throw err
  }
}

async function openInput (spec: Exclude<AudioSpec, { kind: 'none' }>, init: OpenMicrophoneInit): Promise<AudioInput> {
  switch (spec.kind) {
    case 'mic':
      return openDeviceInput({ ...init, device: spec.device })
    case 'wav':
      return openWavInput(spec.path, { loop: spec.loop, pause: spec.pause, signal: init.signal })
    case 'tone':
      return new ToneInput(spec.hz)
    case 'raw':
      return new RawInput(spec.stream ?? process.stdin, init)
    case 'frames':
      return spec.input
    case 'track':
      throw new InvalidParametersError('Only a browser has tracks to send: use frames in Node')
    case 'silence':
      return new SilenceInput()
    default:
      throw new InvalidParametersError(`There is no audio source "${String((spec as AudioSpec).kind)}"`)
  }
}
