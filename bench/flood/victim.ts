/**
 * A participant in a separate process, which reports its state. Run by
 * `victim-process.ts`.
 */

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { multiaddr } from '@multiformats/multiaddr'
import wrtc from '@roamhq/wrtc'
import { toString } from 'uint8arrays/to-string'
import type { SoundState, VictimInit, VictimQuestion, VictimReady, VictimState } from './messages.ts'
import type { Ed25519PublicKey } from '@libp2p/interface'

/** ms between two measurements of the memory */
const WATCH_INTERVAL = 20

let connections = 0
let peak = 0
let messages = 0
const library = wrtc as unknown as { RTCPeerConnection: typeof globalThis.RTCPeerConnection }

// wraps the library's constructor before any of our code runs, so that no connection goes uncounted
library.RTCPeerConnection = new Proxy(library.RTCPeerConnection, {
  construct: (target, args, self) => {
    connections++

    return Reflect.construct(target, args, self)
  }
})

const { createIdentity } = await import('../../keys/index.ts')
const { takeLittleMemory } = await import('../../src/cli/little-memory.ts')
const { createCallPeer, openMicrophone, parseInvite } = await import('../../src/index.ts')
const { ManualTimers } = await import('../../test/fixtures/manual-timers.ts')

const { invite, frozen = false } = JSON.parse(process.argv[2]) as VictimInit
const { group, addresses } = parseInvite(invite)
const timers = frozen ? new ManualTimers() : undefined
const peer = await createCallPeer({ identity: await createIdentity(), listen: ['/ip4/127.0.0.1/tcp/0'], timers })
const call = await peer.services.calls.join(group, {
  addresses: addresses.map(address => multiaddr(address)),
  microphone: async options => openMicrophone({ kind: 'tone' }, options)
})
// as in the command
takeLittleMemory()

const delays = monitorEventLoopDelay({ resolution: 1 })

call.addEventListener('message', () => { messages++ })
delays.enable()
setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss()) }, WATCH_INTERVAL)

process.on('message', (question: VictimQuestion) => {
  answer(question).then(reply => process.send?.(reply), err => { throw err })
})
process.on('disconnect', () => { process.exit() })

const ready: VictimReady = {
  addresses: peer.getMultiaddrs().map(address => address.toString()),
  sessionKey: toString((peer.peerId.publicKey as Ed25519PublicKey).raw, 'base16'),
  publicKey: call.publicKey,
  callId: call.callId
}
process.send?.(ready)

async function answer (question: VictimQuestion): Promise<VictimState | SoundState> {
  if (question.ask === 'sound') {
    return soundOf(question.of)
  }

  if (question.ask === 'watch') {
    peak = process.memoryUsage.rss()
    delays.reset()
  } else if (question.ask === 'advance') {
    await timers?.advance(question.ms)
  }

  return {
    rss: process.memoryUsage.rss(),
    peak,
    connections,
    streams: peer.getConnections().flatMap(({ streams }) => streams).filter(({ protocol, direction }) => direction === 'inbound' && protocol.startsWith('/groupcall/signal/')).length,
    dropped: call.dropped,
    messages,
    stalled: delays.max / 1e6
  }
}

async function soundOf (participant: string): Promise<SoundState> {
  // the call's own statistics leave out concealed samples
  const { driver: { mesh } } = call as unknown as { driver: { mesh: { getLink(participant: string): { connection: RTCPeerConnection } | undefined } } }
  const report = await mesh.getLink(participant)?.connection.getStats() as unknown as Map<string, any> | undefined
  const inbound = [...report?.values() ?? []].find(({ type }) => type === 'inbound-rtp')

  return {
    packetsReceived: inbound?.packetsReceived ?? 0,
    packetsLost: inbound?.packetsLost ?? 0,
    samples: inbound?.totalSamplesReceived ?? 0,
    concealed: inbound?.concealedSamples ?? 0
  }
}
