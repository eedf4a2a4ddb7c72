import { expect } from 'aegir/chai'
import { joinTogether, leaveAll, untilAllHear } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('eight who join at the same moment', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  it('hear each other over seven links each', async () => {
    calls = await joinTogether(network, 8)
    await untilAllHear(calls.map(({ call }) => call))

    expect(calls.map(({ call }) => call.participants.filter(({ linkState }) => linkState === 'connected').length)).to.deep.equal([7, 7, 7, 7, 7, 7, 7, 7])
    expect(new Set(calls.map(({ call }) => call.callId)).size).to.equal(1)
    expect(new Set(calls.map(({ call }) => call.safetyCode)).size).to.equal(1)
  })
})
