import { once } from 'node:events'
import { createServer } from 'node:net'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer } from '../../src/index.ts'
import { joinTogether, leaveAll, tone, untilAllHear } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { CallPeer } from '../../src/index.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'
import type { AddressInfo, Server } from 'node:net'

describe('an invite whose first addresses lead to machines of strangers', () => {
  let network: TestNetwork
  let calls: TestCall[] = []
  let peers: CallPeer[] = []
  let silent: Server

  beforeEach(async () => {
    silent = createServer(() => {})
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    network = await createTestNetwork()
    calls = await joinTogether(network, 1)
    await network.bootstrap.stop()
  })

  afterEach(async () => {
    await leaveAll(calls)
    await Promise.all(peers.map(async peer => peer.stop()))
    await network.stop()
    silent.close()
  })

  it('lets nobody believe to be alone, nor shows anything alarming', async () => {
    const [{ call: { group }, peer: member }] = calls
    const stranger = await createPeer()
    const newcomer = await createPeer()
    const real = member.getMultiaddrs().filter(address => !address.toString().includes('udp'))
    const foreign = [multiaddr(`/ip4/127.0.0.1/tcp/${(silent.address() as AddressInfo).port}`), ...stranger.getMultiaddrs().map(address => address.decapsulate('/p2p'))]
    const addresses = [...foreign.map(address => address.encapsulate(`/p2p/${member.peerId.toString()}`)), ...real]
    const told: unknown[] = []
    const call = newcomer.services.calls.create(group, { microphone: tone, addresses })
    call.addEventListener('progress', ({ detail: { step, count, problem } }) => { told.push(problem ?? [step, count]) })
    await call.join()
    calls.push({ call, peer: newcomer, identity: await createIdentity() })

    expect(call.participants).to.have.lengthOf(1)
    await untilAllHear(calls.map(({ call }) => call))
    expect(told.filter(line => typeof line === 'string')).to.deep.equal([])
    expect(told).to.not.deep.include(['done', 0])
  })

  async function createPeer (): Promise<CallPeer> {
    const peer = await createCallPeer({ identity: await createIdentity(), listen: ['/ip4/127.0.0.1/tcp/0'] })
    peers = [...peers, peer]

    return peer
  }
})
