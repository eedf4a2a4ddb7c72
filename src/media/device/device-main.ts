/**
 * The device process: opens a microphone or speakers and passes frames over its IPC
 * channel, or tells which devices there are. It exits when that channel closes, so it can't outlive its
 * parent.
 */

import { FRAME_SAMPLES, SAMPLE_RATE, silentFrame, toInt16 } from '../frame.ts'
import { Mixer } from '../mixer.ts'
import { audioDevicesOf } from './audio-device.ts'
import { DEVICE_VARIABLE } from './messages.ts'
import { SERVER_LABEL, SERVER_PREFIX } from './sound-server.ts'
import type { AudioDevice } from './audio-device.ts'
import type { DeviceRole, FromDevice, ToDevice } from './messages.ts'

/** Samples that a processor handles at a time: 10.7 ms, a power of two as Web Audio requires */
const BLOCK_SAMPLES = 512

/** ms between two looks at the devices: no sound library tells about changes */
const LOOK_INTERVAL = 2_000

/** The package's types don't include the devices */
type Audio = typeof import('node-web-audio-api') & { mediaDevices: MediaDevices }

function send (message: FromDevice): void {
  if (process.connected) {
    process.send?.(message)
  }
}

async function openMicrophone (audio: Audio): Promise<void> {
  const deviceId = await deviceIdOf(audio, 'audioinput')
  const stream = await audio.mediaDevices.getUserMedia({ audio: deviceId == null ? true : { deviceId } })
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
  const sinkId = await deviceIdOf(audio, 'audiooutput') ?? ''
  const context = new audio.AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive', sinkId } as AudioContextOptions)
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

/** Returns the library's id of the device to open, or `undefined` for the system's default */
async function deviceIdOf (audio: Audio, kind: MediaDeviceKind): Promise<string | undefined> {
  const device = process.env[DEVICE_VARIABLE]

  if (device?.startsWith(SERVER_PREFIX) === true) {
    // if ALSA doesn't know the server, the server's devices can only be behind the default
    return (await audio.mediaDevices.enumerateDevices()).find(other => other.kind === kind && other.label === SERVER_LABEL)?.deviceId
  }

  return device
}

/** Tells about changes from now on */
async function watchDevices (audio: Audio): Promise<AudioDevice[]> {
  const devices = await devicesOf(audio)
  let known = JSON.stringify(devices)

  setInterval(() => {
    void devicesOf(audio).then(changed => {
      if (JSON.stringify(changed) !== known) {
        known = JSON.stringify(changed)
        send({ type: 'devices', devices: changed })
      }
    })
  }, LOOK_INTERVAL)

  return devices
}

/** The library doesn't say which devices are the default */
async function devicesOf (audio: Audio): Promise<AudioDevice[]> {
  return audioDevicesOf(await audio.mediaDevices.enumerateDevices(), () => false)
}

async function main (role: DeviceRole): Promise<AudioDevice[] | undefined> {
  // imported late, because its native part may not exist for this system
  const audio = await import('node-web-audio-api') as unknown as Audio

  if (role === 'devices') {
    return watchDevices(audio)
  }

  await (role === 'microphone' ? openMicrophone(audio) : openSpeakers(audio))
}

process.on('disconnect', () => { process.exit(0) })
// an interrupt goes to the whole process group, but the parent decides when this exits
process.on('SIGINT', () => {})

main(process.argv[2] as DeviceRole)
  .then(devices => { send({ type: 'ready', devices }) })
  .catch((err: Error) => {
    process.send?.({ type: 'failed', problem: err.message } satisfies FromDevice, () => { process.exit(1) })
  })
