import { expect } from 'aegir/chai'
import { untilCall } from '../fixtures/calls.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

/** ms of silence after which a participant is gone: so long that the test fails if nothing but silence ends a ghost */
const GONE_LIMIT = 600_000

describe('a page that is loaded again in the call', () => {
  const scene = createMixedScene()

  it(`is back as the same person, and no ghost stays${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'], limits: { goneLimit: GONE_LIMIT } })
    const [browser] = call.browsers
    const { call: node } = call.nodes[0]
    await expectEverybodyHeard(call)
    const [{ publicKey, session }] = node.participants

    const back = untilCall(node, 'participant:update', () => node.participants.some(other => other.session !== session && other.linkState === 'connected'))
    await browser.reload()
    await back

    expect(node.participants.map(other => other.publicKey)).to.deep.equal([publicKey])
    await expectEverybodyHeard(call)
  })
})
