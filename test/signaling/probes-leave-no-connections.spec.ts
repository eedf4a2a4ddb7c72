import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { DialBudget } from '../../src/network/dial-budget.ts'
import { AddressDialer } from '../../src/signaling/address-dialer.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { Connection, PeerId } from '@libp2p/interface'

const DIRECT = '/ip4/192.0.2.1/tcp/1'

describe('probes of a silent peer', () => {
  let peer: PeerId
  let relayed: string
  let open: Connection[]

  beforeEach(async () => {
    const [id, relay] = await Promise.all([createPeerId(), createPeerId()])
    peer = id
    relayed = `/ip4/192.0.2.2/tcp/1/p2p/${relay.toString()}/p2p-circuit`
    open = []
    connect(relay, true)
  })

  it('leave one connection through a relay, not one for each probe', async () => {
    await probe(relayed)
    await probe(relayed)
    await probe(relayed)
    expect(to(peer)).to.have.lengthOf(1)
  })

  it('leave a direct connection, whose end would show that the process has died', async () => {
    await probe(relayed)
    await probe(DIRECT)
    expect(to(peer)).to.have.lengthOf(2)
  })

  async function probe (address: string): Promise<void> {
    const dialer = new AddressDialer({
      connectionManager: {
        getConnections: to,
        openConnection: async ([address]: Array<{ toString(): string }>) => connect(peer, !address.toString().includes('p2p-circuit'))
      } as any,
      transportManager: { dialTransportForMultiaddr: () => ({}) } as any,
      peerStore: {} as any,
      peerRouting: {} as any
    }, { dials: { budget: new DialBudget(() => 0), reuse: () => [], dial: async () => { throw new Error('Only probes') } }, timers: new ManualTimers() })

    expect(await dialer.probe(peer, [multiaddr(address)], { by: 'member', sources: ['somebody'] }, { signal: new AbortController().signal })).to.equal(undefined)
  }

  function to (id?: PeerId): Connection[] {
    return open.filter(({ remotePeer }) => id == null || remotePeer.equals(id))
  }

  function connect (remotePeer: PeerId, direct: boolean): Connection {
    const connection = {
      remotePeer,
      status: 'open',
      limits: direct ? undefined : {},
      close: async () => { open = open.filter(other => other !== connection) }
    } as unknown as Connection
    open.push(connection)

    return connection
  }
})

async function createPeerId (): Promise<PeerId> {
  return peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
}
