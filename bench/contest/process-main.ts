/**
 * A participant of a contest in a separate process, driven by a `ProcessSeat`
 *
 * node process-main.js SETTINGS_AS_JSON
 */

import wrtc from '@roamhq/wrtc'
// not all of the library, which bare participants do without
import { openMicrophone } from '../../src/media/index.ts'
import { loadWebRTC } from '../../src/webrtc/index.ts'
import { firstSound } from '../first-sound.ts'
import { Participation } from './participation.ts'
import { obeyLines } from './seat-lines.ts'
import { UsageMeter } from './usage.ts'
import type { Platform } from './types.ts'

const { RTCPeerConnection } = loadWebRTC()

const meter = new UsageMeter()

const platform: Platform = {
  RTCPeerConnection,
  onConnection: connection => { meter.add(connection) },
  openMicrophone: async () => openMicrophone({ kind: 'tone' }),
  firstSound,
  systems: {
    groupcall: async () => {
      // `createCallPeer` loads it when it is called first; everything of other systems is loaded before the start, too
      await import('../../src/call/call-node.ts')

      return (await import('./systems/groupcall.ts')).createGroupcallParticipant
    },
    bare: async () => (await import('./systems/bare-process.ts')).createBareProcessParticipant,
    'simple-peer': async () => {
      // it takes WebRTC from where a browser has it
      const { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate, MediaStream } = wrtc as any
      Object.assign(globalThis, { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate, MediaStream })

      return (await import('./systems/simple-peer.ts')).createSimplePeerParticipant
    }
  }
}

const participation = await Participation.create(JSON.parse(process.argv[2]), platform)

await obeyLines({
  enter: async () => participation.enter(),
  start: async start => participation.start(start),
  leave: async () => participation.leave(),
  measure: async withMemory => meter.measure(withMemory)
})
