/**
 * Browser twin of `index.ts`: a microphone from `getUserMedia`, a track of the page, or a tone
 */

import { InvalidParametersError } from '@libp2p/interface'
import { CaptureMicrophone } from '../capture-microphone.browser.ts'
import { deviceProblem } from '../device-problem.ts'
import { ListenOnlyMicrophone } from '../microphone.ts'
import { withFilters } from '../voice/with-filters.ts'
import { openTone } from './oscillator.browser.ts'
import type { OpenMicrophoneInit } from './index.ts'
import type { AudioSpec } from './spec.ts'
import type { Microphone } from '../microphone.ts'

export { FrameQueue } from './frame-queue.ts'
export { parseAudioSpec } from './spec.ts'

/**
 * Opens a microphone. If it isn't available, the result has no track and explains
 * why: the call is listen-only.
 *
 * @throws {VoiceFilterError} if noise can't be suppressed here
 * @throws {InvalidParametersError} for a source that only Node has
 */
export async function openMicrophone (spec: AudioSpec, init: OpenMicrophoneInit = {}): Promise<Microphone> {
  init.signal?.throwIfAborted()

  return withFilters(await openSource(spec, init), init.filters)
}

async function openSource (spec: AudioSpec, init: OpenMicrophoneInit): Promise<Microphone> {
  switch (spec.kind) {
    case 'none':
      return new ListenOnlyMicrophone('Listening only, as requested', 'none', 'chosen')
    case 'tone':
      return new CaptureMicrophone({ kind: 'tone', ...openTone(spec.hz), log: init.log })
    case 'track':
      return new CaptureMicrophone({ kind: 'track', track: spec.track.clone(), log: init.log })
    case 'mic':
      return capture(spec, init)
    default:
      throw new InvalidParametersError(`A browser has no audio source "${spec.kind}": use mic, track, tone or none`)
  }
}

/** Resolves: a browser has neither files nor streams to check */
export async function checkAudio (): Promise<void> {}

async function capture (spec: AudioSpec & { kind: 'mic' }, init: OpenMicrophoneInit): Promise<Microphone> {
  try {
    const stream = await getStream(spec)

    if (init.signal?.aborted === true) {
      stream.getTracks().forEach(track => { track.stop() })
      init.signal.throwIfAborted()
    }

    return new CaptureMicrophone({ kind: 'mic', track: stream.getAudioTracks()[0], log: init.log })
  } catch (err: any) {
    init.signal?.throwIfAborted()
    const { problem, message } = deviceProblem(err, forbidden())
    init.log?.('no microphone: %s', message)

    return new ListenOnlyMicrophone(message, 'mic', problem)
  }
}

/** Returns which policy forbids the microphone, if any; of today's browsers, only Chromium tells */
function forbidden (): 'frame' | 'policy' | undefined {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(feature: string): boolean } }

  if (featurePolicy?.allowsFeature('microphone') !== false) {
    return
  }

  return window.self === window.top ? 'policy' : 'frame'
}

/** Falls back to the default device if the chosen one is gone */
async function getStream ({ device, processing }: AudioSpec & { kind: 'mic' }): Promise<MediaStream> {
  const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...processing }

  try {
    // Chromium prefers a device that is already open to one that isn't requested exactly
    return await navigator.mediaDevices.getUserMedia({ audio: { ...audio, deviceId: device == null || device === '' ? undefined : { exact: device } } })
  } catch (err: any) {
    if (err.name !== 'OverconstrainedError') {
      throw err
    }

    return navigator.mediaDevices.getUserMedia({ audio })
  }
}
