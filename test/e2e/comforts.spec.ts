import { expect } from 'aegir/chai'
import { nextEvent } from '../fixtures/members.ts'
import { POLLING } from './fixtures/polling.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('small things in a call', () => {
  const scene = createMixedScene()

  it(`are the notice that you're muted, hands, reactions, links and sounds${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'] })
    const [browser] = call.browsers
    const [{ call: ben }] = call.nodes
    const { page } = browser
    await browser.until(({ participants: [other] }) => other?.linkState === 'connected')

    await page.evaluate(() => {
      const { start } = AudioScheduledSourceNode.prototype

      AudioScheduledSourceNode.prototype.start = function (when) {
        Object.assign(globalThis, { played: true })
        start.call(this, when)
      }
      // a sound that begins too late, as on a busy machine, isn't played
      AudioContext.prototype.resume = async () => {}
    })

    // the voice goes on, and only its owner is told
    await page.keyboard.press('m')
    await page.getByText('You\'re muted. Nobody can hear you.').waitFor()
    expect((await browser.state()).self).to.include({ speaking: false, level: 0 })
    await page.keyboard.press('m')
    await page.getByText('You\'re muted. Nobody can hear you.').waitFor({ state: 'detached' })
    await page.waitForFunction(() => 'played' in globalThis, undefined, { polling: POLLING })

    ben.raiseHand()
    ben.react('🎉')
    await browser.until(({ participants: [other] }) => other.handRaised && other.reaction === '🎉')
    await page.getByRole('img', { name: 'Hand raised' }).waitFor()
    const reaction = nextEvent(ben, 'reaction')
    const hand = nextEvent(ben, 'hand')
    await page.keyboard.press('h')
    await page.keyboard.press('r')
    await page.getByRole('dialog', { name: 'React' }).getByRole('button', { name: '👍' }).click()
    expect((await reaction).reaction).to.equal('👍')
    expect((await hand).handRaised).to.equal(true)

    ben.sendMessage('See https://example.org/page.')
    await page.keyboard.press('c')
    const link = page.getByRole('link', { name: 'https://example.org/page', exact: true })
    expect(await link.evaluate(({ href, rel, target }: HTMLAnchorElement) => [href, rel, target])).to.deep.equal(['https://example.org/page', 'noopener noreferrer nofollow', '_blank'])
  })
})
