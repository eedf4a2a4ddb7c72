import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'aegir/chai'
import { needsChromium } from '../../e2e/fixtures/scene.ts'
import { until } from '../../fixtures/until.ts'
import { describeInLab, Party, startBootstrap, TONES } from '../lab/index.ts'
import { startBrowser } from '../lab/start-browser.ts'

/** ms for which the tab is hidden: Chromium slows its timers down further after 5 minutes */
const HIDDEN = 600_000

describeInLab('one of three whose tab is hidden for 10 minutes', { delay: 20 }, scene => {
  const skipped = needsChromium()

  it(`stays in the call, and so does everybody${skipped}`, async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const party = await Party.start(scene, { names: ['Ada', 'Ben'], bootstrap: [bootstrap] })
    const { voices } = party
    const browser = await startBrowser(await lab.host('chloe'), { name: 'Chloe', directory, bootstrap, invite: party.invite(), hidden: true, plays: TONES.Chloe })
    await browser.event(({ type }) => type === 'hidden')
    const heardAfter = async (since: number): Promise<void> => {
      await until('Ada and Ben to hear Chloe', () => voices.every(({ status }) => (status?.sounds.Chloe?.until ?? 0) > since), { seen: () => voices.map(({ status }) => status?.sounds.Chloe) })
    }
    await heardAfter(0)

    await delay(HIDDEN)
    await heardAfter(Date.now())

    expect([...voices, browser].flatMap(({ events }) => events.filter(({ type }) => type === 'left'))).to.deep.equal([])
    expect(browser.events.filter(({ type }) => type === 'visible')).to.deep.equal([])
  }).timeout(HIDDEN + 180_000)
})
