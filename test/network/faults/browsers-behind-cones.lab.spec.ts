import { expect } from 'aegir/chai'
import { createIdentity } from '../../../keys/index.ts'
import { createGroup, createInvite } from '../../../src/index.ts'
import { needsChromium } from '../../e2e/fixtures/scene.ts'
import { describeInLab, figure, heardAfter, startBootstrap } from '../lab/index.ts'
import { PAGE_TONE, startBrowser } from '../lab/start-browser.ts'
import type { Running } from '../../cli/fixtures/run.ts'

/** ms from joining to sound: three times what it should take at most */
const LIMIT = 9_000

/** Hz */
const OTHER_TONE = 1_500

describeInLab('two browsers behind port-restricted cones', { delay: 20 }, scene => {
  const skipped = needsChromium()

  it(`hear each other${skipped}`, async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const invite = createInvite(createGroup({ name: 'friends', owner: await createIdentity() }))
    const start = async (name: string, plays: number, hears: number): Promise<Running> => {
      const behind = await lab.router(`${name.toLowerCase()}-home`, 'port-restricted')

      return startBrowser(await lab.host(name.toLowerCase(), { behind }), { name, directory, bootstrap, invite, plays, hears })
    }
    const ada = await start('Ada', PAGE_TONE, OTHER_TONE)
    await ada.event(({ type, step }) => type === 'progress' && step === 'done')
    const ben = await start('Ben', OTHER_TONE, PAGE_TONE)

    expect(figure('heard after joining, two browsers behind port-restricted cones', await heardAfter(ben, 'Ada'))).to.be.lessThan(LIMIT)
    await heardAfter(ada, 'Ben')
  }).timeout(120_000)
})
