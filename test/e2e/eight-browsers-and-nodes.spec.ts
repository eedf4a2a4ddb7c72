import { expect } from 'aegir/chai'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

/** ms: browsers and voices share this machine's processors */
const TIMEOUT = 180_000

describe('eight, two of them browsers', () => {
  const scene = createMixedScene()

  it(`hear each other, and a ninth is shown that the call is full${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada', 'ben'], nodes: ['chloe', 'dan', 'eve', 'finn', 'grace', 'hugo'] })
    await expectEverybodyHeard(call)

    const ninth = await call.openBrowser({ voice: 'ada' })
    await ninth.until(({ lobby }) => lobby.full)
    await ninth.page.getByText('The call is full').first().waitFor()
    expect(await ninth.page.getByRole('button', { name: 'Join' }).isDisabled()).to.equal(true)
  }).timeout(TIMEOUT)
})
