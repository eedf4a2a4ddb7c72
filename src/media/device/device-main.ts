/**
 * The device process: opens the microphone or the speakers and passes frames over
 * its IPC channel. It exits when that channel closes, so it can't outlive its
 * parent.
 */

import { FRAME_SAMPLES, SAMPLE_RATE, silentFrame, toInt16 } from '../frame.ts'
import { Mixer } from '../mixer.ts'
import type { DeviceRole, FromDevice, ToDevice } from './messages.ts'

/** Samples that a processor handles at a time: 10.7 ms, a power of two as Web Audio requires */
const BLOCK_SAMPLES = 512

/** The package's types don't include the devices */
type Audio = typeof import('node-web-audio-api') & { mediaDevices: MediaDevices }

function send (message: FromDevice): void {
  if (process.connected) {
    process.send?.(message)
  }
}

async function openMicrophone (audio: Audio): Promise<void> {
  const stream = await audio.mediaDevices.getUserMedia({ audio: true })
  // the context pulls from the microphone, and needs no speakers for that
  const context = new audio.AudioContext({ sampleRate: SAMPLE_RATE, sinkId: { type: 'none' } } as AudioContextOptions)
  const processor = context.createScriptProcessor(BLOCK_SAMPLES, 1, 1)
  let frame = silentFrame()
  let filled = 0

  processor.onaudioprocess = (event) => {
    for (const sample of event.inputBuffer.getChannelData(0)) {
      frame[filled++] = toInt16(sample)

      if (filled === FRAME_SAMPLES) {
        send({ type: 'frame', samples: frame })
        frame = silentFrame()
        filled = 0
      }
    }
  }

  context.createMediaStreamSource(stream).connect(processor)
  processor.connect(context.destination)
}

async function openSpeakers (audio: Audio): Promise<void> {
  const context = new audio.AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' })
  const processor = context.createScriptProcessor(BLOCK_SAMPLES, 1, 1)
  const mixer = new Mixer()

  process.on('message', (message: ToDevice) => {
    if (message.type === 'play') {
      mixer.play(message.id, message.samples)
    } else {
      mixer.remove(message.id)
    }
  })

  processor.onaudioprocess = (event) => {
    mixer.mix(event.outputBuffer.getChannelData(0))
  }

  processor.connect(context.destination)
}

async function main (role: DeviceRole): Promise<void> {
  // imported late, because its native part may not exist for this system
  const audio = await import('node-web-audio-api') as unknown as Audio

  await (role === 'microphone' ? openMicrophone(audio) : openSpeakers(audio))
}

process.on('disconnect', () => { process.exit(0) })
// an interrupt goes to the whole process group, but the parent decides when this exits
process.on('SIGINT', () => {})

main(process.argv[2] as DeviceRole)
  .then(() => { send({ type: 'ready' }) })
  .catch((err: Error) => {
    process.send?.({ type: 'failed', problem: err.message } satisfies FromDevice, () => { process.exit(1) })
  })
