import { expect } from 'aegir/chai'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('two browsers, with a bootstrap peer and nobody else', () => {
  const scene = createMixedScene()

  it(`hear each other${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada', 'ben'] })
    await expectEverybodyHeard(call)
    const [first, second] = await Promise.all(call.browsers.map(async browser => browser.state()))

    expect(first.safetyCode).to.equal(second.safetyCode)
    expect(first.matrix.complete).to.equal(true)
  })
})
