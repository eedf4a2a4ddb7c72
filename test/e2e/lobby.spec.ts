import { expect } from 'aegir/chai'
import { estimateBandwidth } from '../../src/index.ts'
import { person, screen } from '../app/fixtures/state.ts'
import { serveApp } from './fixtures/app.ts'
import { launchChromium } from './fixtures/chromium.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'
import { showScreen } from './fixtures/screens.ts'

describe('the lobby', () => {
  const scene = createMixedScene()

  it(`shows who is there, and lets the user choose a microphone by its level${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['ben', 'chloe'] })
    const browser = await call.openBrowser({ voice: 'ada' })
    const { page } = browser
    await page.getByText('2 people are in the call').waitFor()
    expect((await page.getByRole('listitem').locator('bdi').allInnerTexts()).sort()).to.deep.equal(['ben', 'chloe'])
    await page.getByText('Uses up to 100 kbit/s in each direction').waitFor()

    await page.getByLabel('Microphone').selectOption({ label: 'Fake Audio Input 2' })
    await page.waitForFunction(() => (globalThis as any).probe.microphones.length === 2)
    await browser.until(({ self }) => self.level > 0.05)
    // drawn from what has been measured
    await page.waitForFunction(() => {
      const lobby = document.querySelector('group-call')?.shadowRoot?.querySelector('gc-call-screen')?.shadowRoot?.querySelector('gc-lobby')
      const meter = lobby?.shadowRoot?.querySelector('gc-devices')?.shadowRoot?.querySelector('[role=meter]')

      return Number(meter?.getAttribute('aria-valuenow')) > 50 && (meter?.firstElementChild?.getBoundingClientRect().width ?? 0) > 100
    })

    await page.getByRole('button', { name: 'Join' }).click()
    await browser.until(({ phase }) => phase === 'call')
    expect(await browser.probe(({ microphones }) => microphones.filter(({ readyState }) => readyState === 'live').map(({ label }) => label))).to.deep.equal(['Fake Audio Input 2'])
    await expectEverybodyHeard(call)
  })

  it(`shows that it joins before the work begins, and can be left even then${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['ben'] })
    const browser = await call.openBrowser({ voice: 'ada' })
    await browser.until(({ phase }) => phase === 'lobby')
    const [joining, left] = await browser.page.evaluate(() => {
      const element = document.querySelector('group-call')
      const shown = (): unknown[] => [element?.state?.phase, element?.state?.ending?.reason, element?.call == null]

      element?.join()
      const joining = shown()
      element?.leave()

      return [joining, shown()]
    })

    expect(joining).to.deep.equal(['joining', undefined, true])
    expect(left).to.deep.equal(['ended', 'left', true])
    await browser.page.getByRole('button', { name: 'Rejoin' }).click()
    await browser.page.getByRole('button', { name: 'Join', exact: true }).click()
    await browser.until(({ participants }) => participants[0]?.linkState === 'connected')
    expect(call.nodes[0].call.participants).to.have.lengthOf(1)
  })

  it(`shows the bandwidth that a call needs, warns from 5 on and refuses at 9${scene.skipped}`, async () => {
    const [app, browser] = await Promise.all([serveApp(), launchChromium({ voice: 'none' })])

    try {
      const page = await (await browser.newContext()).newPage()
      await page.goto(`${app.url}gallery.html`)

      for (let others = 0; others <= 8; others++) {
        const participants = Array.from({ length: others }, (_, index) => person(`Person ${index}`))
        const state = screen({ phase: 'lobby', lobby: { looking: false, participants, full: others === 8 }, bandwidth: estimateBandwidth(others + 1) })
        await showScreen(page, { name: `${others}`, state })
        const says = async (text: string): Promise<boolean> => page.getByText(text).first().isVisible()

        expect(await says(`Uses up to ${others * 50} kbit/s in each direction`), `cost with ${others} others`).to.equal(others > 0 && others < 8)
        expect(await says(`With ${others + 1} people, voices may break up`), `warning with ${others} others`).to.equal(others >= 4 && others < 8)
        expect(await says('The call is full (8 people)'), `refusal with ${others} others`).to.equal(others === 8)
        expect(await page.getByRole('button', { name: 'Join' }).isEnabled()).to.equal(others < 8)
      }
    } finally {
      await browser.close()
      await app.stop()
    }
  })
})
