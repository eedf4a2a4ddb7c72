import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createInvite, parseInvite } from '../../src/index.ts'
import { joinTogether, leaveAll, tone, untilAllHear } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { CallPeer } from '../../src/index.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('when the bootstrap peer is gone', () => {
  let network: TestNetwork
  let calls: TestCall[] = []
  let newcomer: CallPeer | undefined

  beforeEach(async () => {
    network = await createTestNetwork()
    calls = await joinTogether(network, 2)
    await untilAllHear(calls.map(({ call }) => call))
    await network.bootstrap.stop()
  })

  afterEach(async () => {
    await leaveAll(calls)
    await newcomer?.stop()
    await network.stop()
  })

  it('a third person gets in by an invite that names a member', async () => {
    const invite = parseInvite(createInvite(calls[0].call.group, { addresses: calls[0].peer.getMultiaddrs() }))
    const identity = await createIdentity()
    newcomer = await createCallPeer({ identity, listen: ['/ip4/127.0.0.1/tcp/0'] })
    const call = await newcomer.services.calls.join(invite.group, { microphone: tone, addresses: invite.addresses })
    calls.push({ call, peer: newcomer, identity })

    await untilAllHear(calls.map(({ call }) => call))
  })

  it('a member that left rejoins through the last known members', async () => {
    const { call: left, peer, identity } = calls.shift() as TestCall
    await left.leave()
    await Promise.all(peer.getConnections().map(async connection => connection.close().catch(() => {})))
    const call = await peer.services.calls.join(left.group, { microphone: tone })
    calls.push({ call, peer, identity })

    await untilAllHear(calls.map(({ call }) => call))
    expect(call.participants).to.have.lengthOf(1)
  })
})
