import { expect } from 'aegir/chai'
import { expectVoices, LARGE_CALL_TEST_TIMEOUT, recordEverybody } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('two browsers and two Node processes', () => {
  const scene = createMixedScene()

  it(`hear each other${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada', 'ben'], nodes: ['dan', 'eve'] })
    const recordings = await recordEverybody(call)

    await call.stop()
    await expectVoices(recordings)
    expect(recordings).to.have.lengthOf(6)
  }).timeout(LARGE_CALL_TEST_TIMEOUT)
})
