import { expect } from 'aegir/chai'
import { joinTogether, leaveAll, untilAllHear } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('two who join at the same moment', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  it('hear each other', async () => {
    calls = await joinTogether(network, 2)
    const [a, b] = calls.map(({ call }) => call)
    await untilAllHear([a, b])

    expect([a.state, b.state]).to.deep.equal(['active', 'active'])
    expect(a.callId).to.equal(b.callId)
    expect(a.safetyCode).to.equal(b.safetyCode)
    expect([a.dropped, b.dropped]).to.deep.equal([{}, {}])
  })
})
