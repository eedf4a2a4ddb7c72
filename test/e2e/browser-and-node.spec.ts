import { expect } from 'aegir/chai'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('one browser and one Node process', () => {
  const scene = createMixedScene()

  it(`hear each other${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'] })
    await expectEverybodyHeard(call)
    expect(await call.browsers[0].state()).to.have.property('safetyCode', call.nodes[0].call.safetyCode)
    // what the tile says of the connection comes from statistics
    await call.browsers[0].until(({ participants: [other] }) => other.quality === 'good' && other.roundTripTime != null && other.jitter != null)
    expect(call.browsers[0].errors).to.deep.equal([])
  })
})
