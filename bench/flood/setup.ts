import { multiaddr } from '@multiformats/multiaddr'
import { fromString } from 'uint8arrays/from-string'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, createInvite } from '../../src/index.ts'
import { createPlainPeer, RawMember } from '../../test/fixtures/raw-member.ts'
import { Victim } from './victim-process.ts'
import type { VictimReady } from './messages.ts'
import type { Heap } from './victim-process.ts'
import type { Group } from '../../src/index.ts'
import type { Libp2p } from '@libp2p/interface'

/** A participant in a call, and the peers that attack it */
export interface Scene {
  group: Group
  victim: Victim
  /** Starts another peer that has the group's secret */
  createMember(): Promise<RawMember>
  /** Starts another peer, a stranger */
  createStranger(): Promise<Libp2p>
  stop(): Promise<void>
}

/** See `VictimInit` for `frozen` */
export async function createFloodScene (heap: Heap, frozen = false): Promise<Scene> {
  const group = createGroup({ name: 'flood', owner: await createIdentity() })
  const victim = await Victim.start({ invite: createInvite(group), frozen }, heap)
  const peers: Libp2p[] = []

  const createStranger = async (): Promise<Libp2p> => {
    const peer = await createPlainPeer()
    peers.push(peer)

    return peer
  }

  return {
    group,
    victim,
    createStranger,
    createMember: async () => new RawMember(await createStranger(), await createIdentity(), targetOf(group, victim.ready)),
    stop: async () => {
      await victim.stop()
      await Promise.all(peers.map(async peer => peer.stop()))
    }
  }
}

export function targetOf (group: Group, ready: VictimReady): ConstructorParameters<typeof RawMember>[2] {
  return {
    addresses: ready.addresses.map(address => multiaddr(address)),
    sessionKey: fromString(ready.sessionKey, 'base16'),
    group,
    callId: () => ready.callId
  }
}

export function mebibytes (bytes: number): number {
  return bytes / 2 ** 20
}
