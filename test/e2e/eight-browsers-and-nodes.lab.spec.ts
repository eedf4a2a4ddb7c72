import { expect } from 'aegir/chai'
import { expectVoices, LARGE_CALL_TEST_TIMEOUT, LARGE_CALL_TIMEOUT, recordEverybody } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

/** Too much for slow machines: `npm test` fills a call in which few people speak, see full-call.alone.spec.ts */
describe('eight who speak, two of them browsers', () => {
  const scene = createMixedScene()

  it(`hear each other, and a ninth is shown that the call is full${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['chloe', 'dan'] })
    const ninth = await call.openBrowser({ voice: 'none' })
    const [browsers] = await Promise.all([
      Promise.all(['ada', 'ben'].map(async voice => call.addBrowser({ voice }))),
      ...['eve', 'finn', 'grace', 'hugo'].map(async voice => call.addNode(voice))
    ])
    const [recordings] = await Promise.all([
      recordEverybody({ browsers, nodes: call.nodes }),
      ninth.until(({ lobby }) => lobby.full)
    ])

    // a participant whose link is held up for a moment may have seemed to leave
    await ninth.until(({ lobby }) => lobby.full, undefined, LARGE_CALL_TIMEOUT)
    await ninth.page.getByText('The call is full').first().waitFor()
    await ninth.page.getByRole('button', { name: 'Join', disabled: true }).waitFor()

    await call.stop()
    await expectVoices(recordings)
    expect(recordings).to.have.lengthOf(42)
  }).timeout(LARGE_CALL_TEST_TIMEOUT)
})
