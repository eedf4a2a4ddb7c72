import { expect } from 'aegir/chai'
import { needsChromium } from '../../e2e/fixtures/scene.ts'
import { describeInLab, figure, heardSince, Party, startBootstrap, TONES } from '../lab/index.ts'
import { killBrowser } from '../lab/kill-browser.ts'
import { startBrowser } from '../lab/start-browser.ts'
import type { BrowserPart } from '../lab/kill-browser.ts'

/** ms: three times what it should take at most */
const GONE_LIMIT = 9_000

const PARTS: BrowserPart[] = ['tab', 'browser']

for (const part of PARTS) {
  describeInLab(`one of three whose ${part} crashes`, { delay: 20 }, scene => {
    const skipped = needsChromium()

    it(`is gone at the others, who hear each other all the time${skipped}`, async () => {
      const { lab, directory } = scene
      const bootstrap = await startBootstrap(await lab.host('bootstrap'))
      const party = await Party.start(scene, { names: ['Ada', 'Ben'], bootstrap: [bootstrap] })
      const host = await lab.host('chloe')
      const browser = await startBrowser(host, { name: 'Chloe', directory, bootstrap, invite: party.invite(), plays: TONES.Chloe, hears: TONES.Ada })
      await browser.event(({ type }) => type === 'heard')
      await Promise.all(party.voices.map(async voice => voice.command.event(({ type, sounds }) => type === 'status' && sounds.Chloe != null)))

      const crashed = Date.now()
      killBrowser(host, browser, part)
      const gone = await Promise.all(party.voices.map(async voice => voice.eventAfter(crashed, ({ type, name }) => type === 'left' && name === 'Chloe')))

      expect(figure(`gone after a ${part} has crashed`, Math.max(...gone) - crashed)).to.be.lessThan(GONE_LIMIT)
      expect(await heardSince(crashed, party.voices), 'ms until Ada and Ben hear each other').to.equal(0)
    }).timeout(150_000)
  })
}
