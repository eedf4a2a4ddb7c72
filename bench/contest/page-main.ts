/** The page of a contest: a participant of any system, driven by a `PageSeat` */

import { openMicrophone } from '../../src/index.ts'
import { AUDIBLE } from '../audible.ts'
import { Participation } from './participation.ts'
import type { ParticipantSettings, Platform } from './types.ts'

const NAME = 'first-sound'
const WORKLET = `registerProcessor('${NAME}', class extends AudioWorkletProcessor {
  process ([[samples]]) {
    if (samples?.some(sample => Math.abs(sample) > ${AUDIBLE})) {
      this.port.postMessage('')
      return false
    }

    return true
  }
})`

const context = new AudioContext({ latencyHint: 'interactive' })

const platform: Platform = {
  RTCPeerConnection,
  openMicrophone: async () => openMicrophone({ kind: 'tone' }),
  firstSound: async track => {
    const stream = new MediaStream([track])
    // Chromium passes Web Audio no sound of a track that no element plays
    const element = Object.assign(new Audio(), { srcObject: stream, muted: true })
    const node = new AudioWorkletNode(context, NAME)
    context.createMediaStreamSource(stream).connect(node).connect(context.destination)
    await Promise.all([element.play(), new Promise(resolve => { node.port.onmessage = resolve })])
    node.disconnect()
  },
  systems: {
    groupcall: async () => (await import('./systems/groupcall.ts')).createGroupcallParticipant,
    bare: async () => (await import('./systems/bare-page.ts')).createBarePageParticipant,
    'simple-peer': async () => (await import('./systems/simple-peer.ts')).createSimplePeerParticipant,
    peerjs: async () => (await import('./systems/peer-js.ts')).createPeerJsParticipant,
    trystero: async () => (await import('./systems/trystero.ts')).createTrysteroParticipant
  }
}

async function participate (settings: ParticipantSettings): Promise<void> {
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([WORKLET], { type: 'text/javascript' })))
  await context.resume()
  Object.assign(globalThis, { participation: await Participation.create(settings, platform) })
}

Object.assign(globalThis, { participate })
