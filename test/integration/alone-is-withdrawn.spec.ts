import { expect } from 'aegir/chai'
import { createGroup } from '../../src/index.ts'
import { joinLater, leaveAll, tone, untilCall } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('a participant that was told that nobody else is here', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  it('is told when somebody is', async () => {
    const { peer, identity } = await network.createPeer()
    const call = peer.services.calls.create(createGroup({ name: 'friends', owner: identity }), { microphone: tone })
    const told: string[] = []
    call.addEventListener('progress', ({ detail: { step, count } }) => { told.push(`${step} ${count ?? ''}`.trim()) })
    await call.join()
    calls = [{ call, peer, identity }]
    expect(told.at(-1)).to.equal('done 0')
    told.splice(0)

    calls.push(await joinLater(network, call.group))
    await untilCall(call, 'progress', () => told.includes('done'))
    expect(told).to.deep.equal(['connecting 1', 'done'])
  })
})
