import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'

describe('two participants who join at the same moment', () => {
  const scene = createScene()

  it('hear each other', async () => {
    scene.calls = await joinTogether(scene.network, 2)
    const [a, b] = scene.calls.map(({ call }) => call)
    await untilAllHear([a, b])

    expect([a.state, b.state]).to.deep.equal(['active', 'active'])
    expect(a.callId).to.equal(b.callId)
    expect(a.safetyCode).to.equal(b.safetyCode)
    expect([a.dropped, b.dropped]).to.deep.equal([{}, {}])
    await until('a report of what was received', () => a.report().participants[0]?.samples.some(({ receiveKbps = 0 }) => receiveKbps > 0), { on: [a, 'quality'] })
    expect(a.report().participants[0].key).to.equal(b.publicKey.slice(0, 8))
  })
})
