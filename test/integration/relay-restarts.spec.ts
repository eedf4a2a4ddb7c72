import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { TCP_ONLY } from '../bootstrap/fixtures/client.ts'
import { tone, untilAllHear } from '../fixtures/calls.ts'
import { until } from '../fixtures/until.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { CallPeer } from '../../src/index.ts'

describe('a peer that can be reached through a relay only', () => {
  let directory: string
  let bootstrap: BootstrapPeer
  const peers: CallPeer[] = []

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    bootstrap = await createBootstrapPeer({ ...TCP_ONLY, dataDir: directory })
  })

  after(async () => {
    await Promise.all(peers.map(async peer => peer.stop()))
    await bootstrap.stop()
    await rm(directory, { recursive: true })
  })

  it('has its reservation again after the relay has restarted, and is called through it', async () => {
    const [address] = bootstrap.addresses()
    const port = Number(/\/tcp\/(\d+)/.exec(address)?.[1])
    const callee = await createCallPeer({ identity: await createIdentity(), bootstrap: [address], listen: [], relay: true })
    peers.push(callee)
    await untilRelayed(callee, true)

    await bootstrap.stop()
    await untilRelayed(callee, false)
    bootstrap = await createBootstrapPeer({ ...TCP_ONLY, dataDir: directory, port })
    await untilRelayed(callee, true)

    const group = createGroup({ name: 'friends', owner: await createIdentity() })
    const waiting = await callee.services.calls.join(group, { microphone: tone })
    const caller = await createCallPeer({ identity: await createIdentity(), bootstrap: [address], listen: [] })
    peers.push(caller)
    const call = await caller.services.calls.join(group, { microphone: tone })
    await untilAllHear([waiting, call])

    expect(caller.getConnections(callee.peerId).map(({ limits }) => limits != null)).to.deep.equal([true])
    await Promise.all([call.leave(), waiting.leave()])
  })
})

/**
 * Resolves when the peer has an address through a relay, or no longer has one.
 * libp2p's event for that is late, and missing when an address goes and comes back
 * within a second.
 */
async function untilRelayed (peer: CallPeer, relayed: boolean): Promise<void> {
  const addresses = (): string[] => peer.getMultiaddrs().map(String)

  await until(`${relayed ? 'a' : 'no'} relay reservation`, () => addresses().some(address => address.includes('/p2p-circuit')) === relayed, { seen: addresses })
}
