import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { leaveAll, tone, untilAllHear } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

/** ms that the relay takes: longer than the DHT takes to answer that nobody is there */
const RELAY_TAKES = 1_000

describe('two who can only be reached through a relay, and start at the same moment', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork()
    const relay = network.bootstrap.node.services.relay as any
    const answer = relay.handleReserve.bind(relay)
    relay.handleReserve = async (...args: unknown[]) => {
      await delay(RELAY_TAKES)
      await answer(...args)
    }
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  it('are not both told that nobody else is here', async () => {
    const group = createGroup({ name: 'friends', owner: await createIdentity() })
    let alone = 0

    calls = await Promise.all([1, 2].map(async () => {
      const identity = await createIdentity()
      const peer = await createCallPeer({ identity, listen: [], relay: true, bootstrap: [network.address] })
      network.stopping(peer)
      const call = peer.services.calls.create(group, { microphone: tone })
      call.addEventListener('progress', ({ detail: { step, count } }) => { alone += step === 'done' && count === 0 ? 1 : 0 })
      await call.join()

      return { peer, identity, call }
    }))
    await untilAllHear(calls.map(({ call }) => call))
    expect(alone).to.be.at.most(1)
  })
})
