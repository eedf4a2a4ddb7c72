import { expect } from 'aegir/chai'
import { untilCall } from '../fixtures/calls.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

/** ms from the reload to the link being up again: 3 s unless the machine is busy, and half a minute for a ghost that nobody replaces */
const BACK_WITHIN = 15_000

describe('a page that is loaded again in the call', () => {
  const scene = createMixedScene()

  it(`is back as the same person at once, and no ghost stays${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'] })
    const [browser] = call.browsers
    const { call: node } = call.nodes[0]
    await expectEverybodyHeard(call)
    const [{ publicKey, session }] = node.participants

    const began = performance.now()
    const back = untilCall(node, 'participant:update', () => node.participants.some(other => other.session !== session && other.linkState === 'connected'))
    await browser.reload()
    await back

    expect(performance.now() - began).to.be.lessThan(BACK_WITHIN)
    expect(node.participants.map(other => other.publicKey)).to.deep.equal([publicKey])
    await expectEverybodyHeard(call)
  })
})
