import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { TCP_ONLY } from '../bootstrap/fixtures/client.ts'
import { joinLater, leaveAll, tone, untilCall } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('a participant that gets a relay reservation after its call has begun', () => {
  let directory: string
  let network: TestNetwork
  let relay: BootstrapPeer
  let address: string

  const startRelay = async (port: number): Promise<BootstrapPeer> => createBootstrapPeer({ ...TCP_ONLY, dataDir: directory, port })

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    network = await createTestNetwork()
    relay = await startRelay(0)
    ;[address] = relay.addresses()
    await relay.stop()
  })

  afterEach(async () => {
    await network.stop()
    await relay.stop()
    await rm(directory, { recursive: true })
  })

  it('tells the others that it can be reached through that relay', async () => {
    const identity = await createIdentity()
    const group = createGroup({ name: 'friends', owner: identity })
    const peer = await createCallPeer({ identity, listen: ['/ip4/127.0.0.1/tcp/0'], bootstrap: [network.address, address], relay: true })
    network.stopping(peer)
    const ada = { peer, identity, call: await peer.services.calls.join(group, { microphone: tone }) }
    const ben = await joinLater(network, group)
    const relays = (): string[] => ben.call.participants.flatMap(({ addresses }) => addresses.map(String)).filter(text => text.includes('/p2p-circuit'))

    await untilCall(ben.call, 'participant:update', () => ben.call.participants[0]?.linkState === 'connected')
    expect(relays().some(text => text.startsWith(address))).to.equal(false)

    relay = await startRelay(Number(/\/tcp\/(\d+)/.exec(address)?.[1]))
    await untilCall(ben.call, 'participant:update', () => relays().some(text => text.startsWith(address)))
    await leaveAll([ada, ben])
  })
})
