import { expect } from 'aegir/chai'
import { untilCall } from '../fixtures/calls.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

/** ms: less than 1 s unless the machine is busy, and 7.5 s when only the connection tells */
const GONE_WITHIN = 5_000

describe('a tab that is closed', () => {
  const scene = createMixedScene()

  it(`is gone at the others at once${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada', 'chloe'], nodes: ['ben'] })
    const [closed, other] = call.browsers
    const { call: node } = call.nodes[0]
    await expectEverybodyHeard(call)

    const began = performance.now()
    const gone = Promise.all([
      untilCall(node, 'participant:leave', () => node.participants.length === 1),
      other.until(({ participants }) => participants.length === 1)
    ])
    await closed.page.close()
    await gone

    expect(performance.now() - began).to.be.lessThan(GONE_WITHIN)
  })
})
