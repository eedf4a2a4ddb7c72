import { noise } from '@chainsafe/libp2p-noise'
import { multiaddr } from '@multiformats/multiaddr'
import { AGENT } from '../network/agent.ts'
import { streamMuxer } from '../network/muxer.ts'
import { RelayOnlyRule } from '../network/relay-only.ts'
import { groupCalls } from './group-calls.ts'
import type { CallPeerInit } from './call-peer.ts'
import type { GroupCallsComponents, GroupCallsInit } from './group-calls-init.ts'
import type { GroupCalls } from './group-calls.ts'
import type { NetworkPreset } from '../network/presets.ts'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Libp2pOptions } from 'libp2p'

/** What the libp2p node of a call peer has wherever it runs, besides its services */
export function nodeOptions (init: CallPeerInit, preset: NetworkPreset): Pick<Libp2pOptions, 'privateKey' | 'nodeInfo' | 'logger' | 'metrics' | 'connectionEncrypters' | 'streamMuxers' | 'connectionGater' | 'connectionMonitor'> & { start: false } {
  const rule = init.relayOnly === true ? new RelayOnlyRule(entriesOf(init, preset)) : undefined

  return {
    start: false,
    privateKey: init.sessionKey,
    nodeInfo: { userAgent: AGENT },
    logger: init.logger,
    metrics: init.metrics,
    connectionEncrypters: [noise()],
    streamMuxers: [streamMuxer()],
    // `ConnectionPings` takes its place
    connectionMonitor: { enabled: false },
    // members are often on the same machine or network, which browsers do not dial by default
    connectionGater: { denyDialMultiaddr: address => rule?.mayDial(address) === false }
  }
}

/** The service of a call peer, which is reachable through the bootstrap peers as `relay` says unless `init` does */
export function callsOf (init: CallPeerInit, preset: NetworkPreset, relay: GroupCallsInit['relay']): (components: GroupCallsComponents) => GroupCalls {
  return groupCalls({
    identity: init.identity,
    sessions: init.sessions,
    dhtProtocol: preset.dhtProtocol,
    proofs: preset.proofs,
    privateAddresses: preset.private,
    entries: entriesOf(init, preset),
    relay: init.relayOnly === true || (init.relay ?? relay),
    relayOnly: init.relayOnly,
    now: init.now,
    limits: init.limits,
    timers: init.timers
  })
}

/** Returns the addresses of the bootstrap peers: those of the preset unless others are named */
function entriesOf (init: CallPeerInit, preset: NetworkPreset): Multiaddr[] {
  const { bootstrap = [] } = init

  return (bootstrap.length === 0 ? preset.addresses : bootstrap).map(address => multiaddr(address))
}
