import { identify, identifyPush } from '@libp2p/identify'
import { ping } from '@libp2p/ping'
import { createLibp2p } from 'libp2p'
import { dhtClient } from '../network/dht-client.ts'
import { forgetStrangers, PeerRecords } from '../network/peer-records.ts'
import { identifyLater } from './identify-later.ts'
import { callsOf, nodeOptions } from './node-options.ts'
import type { CallNode, CallPeerInit } from './call-peer.ts'
import type { NetworkPreset } from '../network/presets.ts'
import type { Identify } from '@libp2p/identify'
import type { Libp2p } from '@libp2p/interface'
import type { Libp2pOptions } from 'libp2p'

/**
 * The libp2p node of a call peer that can't be dialled, not started: it asks the DHT without
 * serving it, and is reached through a relay until its links are up
 */
export async function createClientNode (init: CallPeerInit, preset: NetworkPreset, ways: Pick<Libp2pOptions, 'addresses' | 'transports'>): Promise<CallNode> {
  const datastore = new PeerRecords()

  const peer: CallNode & Libp2p<{ identify: Identify }> = await createLibp2p({
    ...nodeOptions(init, preset),
    ...ways,
    datastore,
    services: {
      // told when it is time, see identifyLater
      identify: identify({ runOnConnectionOpen: false }),
      // the relay's address is there only after the connection
      identifyPush: identifyPush(),
      ping: ping(),
      dht: dhtClient(preset),
      calls: callsOf(init, preset, true)
    }
  })

  identifyLater(peer)
  forgetStrangers(peer, datastore)

  return peer
}
