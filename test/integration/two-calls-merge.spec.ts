import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { joinLater, joinTogether, leaveAll, untilAllHear } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('two calls of one group', () => {
  const networks: TestNetwork[] = []
  const calls: TestCall[] = []

  before(async () => {
    networks.push(await createTestNetwork(), await createTestNetwork())
  })

  after(async () => {
    await leaveAll(calls)
    await Promise.all(networks.map(async network => network.stop()))
  })

  it('become one when their networks meet', async () => {
    const here = await joinTogether(networks[0], 2)
    const { group } = here[0].call
    const there = [await joinLater(networks[1], group), await joinLater(networks[1], group)]
    calls.push(...here, ...there)
    await Promise.all([untilAllHear(here.map(({ call }) => call)), untilAllHear(there.map(({ call }) => call))])
    const ids = [here[0].call.callId, there[0].call.callId]
    expect(ids[0]).to.not.equal(ids[1])

    await there[1].peer.dial(multiaddr(networks[0].address))
    await untilAllHear(calls.map(({ call }) => call))

    expect(calls.map(({ call }) => call.callId)).to.deep.equal(calls.map(() => ids.sort()[0]))
  })
})
