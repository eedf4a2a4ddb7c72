/**
 * A participant of a contest in a separate process, driven by a `ProcessSeat`
 *
 * node process-main.js SETTINGS_AS_JSON
 */

import wrtc from '@roamhq/wrtc'
import { openMicrophone } from '../../src/index.ts'
import { RTCPeerConnection } from '../../src/webrtc/index.ts'
import { firstSound } from '../first-sound.ts'
import { Participation } from './participation.ts'
import { obeyLines } from './seat-lines.ts'
import type { Platform } from './types.ts'

const platform: Platform = {
  RTCPeerConnection,
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

await obeyLines(await Participation.create(JSON.parse(process.argv[2]), platform))
