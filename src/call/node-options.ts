import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { AGENT } from '../network/agent.ts'
import { groupCalls } from './group-calls.ts'
import type { CallPeerInit } from './call-peer.ts'
import type { GroupCallsComponents } from './group-calls-init.ts'
import type { GroupCalls } from './group-calls.ts'
import type { NetworkPreset } from '../network/presets.ts'
import type { Libp2pOptions } from 'libp2p'

/** What the libp2p node of a call peer has wherever it runs, besides its services */
export function nodeOptions (init: CallPeerInit): Pick<Libp2pOptions, 'privateKey' | 'nodeInfo' | 'logger' | 'connectionEncrypters' | 'streamMuxers' | 'connectionGater'> & { start: false } {
  return {
    start: false,
    privateKey: init.sessionKey,
    nodeInfo: { userAgent: AGENT },
    logger: init.logger,
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    // members are often on the same machine or network, which browsers do not dial by default
    connectionGater: { denyDialMultiaddr: () => false }
  }
}

/** The service of a call peer, which is reachable through the bootstrap peers as `relay` says unless `init` does */
export function callsOf (init: CallPeerInit, preset: NetworkPreset, relay: boolean): (components: GroupCallsComponents) => GroupCalls {
  return groupCalls({
    identity: init.identity,
    sessions: init.sessions,
    dhtProtocol: preset.dhtProtocol,
    proofs: preset.proofs,
    privateAddresses: preset.private,
    entries: [...(init.bootstrap ?? []), ...preset.addresses].map(address => multiaddr(address)),
    relay: init.relay ?? relay,
    now: init.now,
    limits: init.limits,
    timers: init.timers
  })
}
