/**
 * Peers of a DHT on loopback: bootstrap peers, or DHT servers that enter through those at
 * the addresses. Prints a line of JSON for each peer, with its address, and another one when
 * all have looked for their neighbours. Runs until its standard input ends
 *
 * node peers-main.js COUNT [ADDRESS…]
 */

import { setTimeout as delay } from 'node:timers/promises'
import { noise } from '@chainsafe/libp2p-noise'
import { identify } from '@libp2p/identify'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { createBootstrapPeer, dhtService, getPreset } from '../../bootstrap/index.ts'
import { streamMuxer } from '../../src/network/muxer.ts'
import { TCP_ONLY } from '../../test/bootstrap/fixtures/client.ts'
import { SLOW_HANDSHAKES } from '../../test/fixtures/slow-handshakes.ts'
import { firstWalk } from '../first-walk.ts'
import type { Libp2p } from '@libp2p/interface'

/** ms for a peer to find its neighbours */
const SETTLING = 20_000

/** Times that a bootstrap peer is dialled at most, and ms after the first that is in vain; then pauses grow */
const DIALS = 10
const DIAL_PAUSE = 500

/** Connections a second from one address, which here is that of all peers, and handshakes at once */
const MANY = 1_000

process.stdin.resume().once('end', () => { process.exit(0) })

const [count, ...entries] = process.argv.slice(2)
const settled: Array<Promise<void>> = []

for (let index = 0; index < Number(count); index++) {
  print({ type: 'peer', index, address: entries.length === 0 ? await startBootstrapPeer() : await startPeer() })
}

await Promise.all(settled)
print({ type: 'settled' })

async function startBootstrapPeer (): Promise<string> {
  return (await createBootstrapPeer(TCP_ONLY)).addresses()[0]
}

/** Starts what a call peer is to the DHT, and nothing else: a thousand call peers would keep the processor busy */
async function startPeer (): Promise<string> {
  const peer = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [streamMuxer()],
    connectionGater: { denyDialMultiaddr: () => false },
    connectionMonitor: { enabled: false },
    connectionManager: { ...SLOW_HANDSHAKES, inboundConnectionThreshold: MANY, maxIncomingPendingConnections: MANY },
    services: { identify: identify(), ping: ping(), dht: dhtService(getPreset('local'), { clientMode: false }) }
  })

  settled.push(firstWalk(peer, SETTLING))
  await Promise.all(entries.map(async entry => enter(peer, entry)))

  return peer.getMultiaddrs()[0].toString()
}

/** Dials a bootstrap peer, which may be too busy for a handshake at first */
async function enter (peer: Libp2p<any>, entry: string): Promise<void> {
  for (let dials = 1; ; dials++) {
    try {
      await peer.dial(multiaddr(entry))
      return
    } catch (err) {
      if (dials === DIALS) {
        throw new Error(`The bootstrap peer at ${entry} can't be reached`, { cause: err })
      }

      await delay(dials * DIAL_PAUSE)
    }
  }
}

function print (event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}
