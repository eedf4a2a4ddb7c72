import { expect } from 'aegir/chai'
import { ReplacedError } from '../../src/index.ts'
import { joinLater, joinTogether, leaveAll, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('a participant that comes back while its ghost is still in the call', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  it('takes its place, and the ghost is told', async () => {
    const [a, b, ghost] = await joinTogether(network, 3)
    calls = [a, b, ghost]
    await untilAllHear(calls.map(({ call }) => call))
    const problems: Error[] = []
    ghost.call.addEventListener('problem', ({ detail }) => { problems.push(detail.error) })

    const again = await joinLater(network, a.call.group, {}, ghost.identity)
    calls.push(again)
    await untilAllHear([a.call, b.call, again.call])
    await untilCall(ghost.call, 'state', () => ghost.call.state === 'ended')

    expect(problems[0]).to.be.instanceOf(ReplacedError)
    expect(a.call.participants.map(({ publicKey }) => publicKey).sort()).to.deep.equal([b.call.publicKey, again.call.publicKey].sort())
  })
})
