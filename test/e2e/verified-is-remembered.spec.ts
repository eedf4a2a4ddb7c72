import { expect } from 'aegir/chai'
import { pairNumber } from '../../src/index.ts'
import { createMixedScene } from './fixtures/scene.ts'
import type { CallScreenState } from '../../src/app/model/state.ts'
import type { Page } from 'playwright-core'

describe('a person whose number was compared', () => {
  const scene = createMixedScene()

  it(`is verified from then on, also after the page was loaded again, until that is taken back${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'] })
    const [ada] = call.browsers
    const [ben] = call.nodes
    await ada.until(({ participants }) => participants[0]?.linkState === 'connected')
    const { self } = await ada.state()

    // by keys alone
    await ada.page.getByRole('button', { name: 'Options for ben' }).focus()
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('button', { name: 'Verify ben' }).focus()
    await ada.page.keyboard.press('Enter')
    const dialog = ada.page.getByRole('dialog', { name: 'Verify' })
    expect((await dialog.locator('.number').innerText()).replace(/\s+/g, ' ').trim()).to.equal(pairNumber(ben.identity.publicKey, self.publicKey))
    await dialog.getByRole('button', { name: 'The numbers match' }).focus()
    await ada.page.keyboard.press('Enter')
    await dialog.getByText('You verified ben').waitFor()
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('article', { name: /^ben, key [0-9a-f]{8}, Verified$/ }).waitFor()

    await ada.reload()
    await ada.until(({ participants }) => participants[0]?.verified && participants[0].linkState === 'connected')
    await ada.page.getByRole('button', { name: 'Options for ben' }).click()
    await ada.page.getByRole('button', { name: 'Verified ben' }).click()
    await ada.page.getByRole('button', { name: 'Undo' }).click()
    await ada.until(({ participants }) => !participants[0]?.verified)
  })

  it(`is shown the same numbers on both screens, and neither verifies for the other${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada', 'ben'], nodes: ['chloe'] })
    // whichever was opened first
    const [ada, ben] = call.browsers.toSorted((a, b) => a.name < b.name ? -1 : 1)
    const together = ({ participants }: CallScreenState): boolean => participants.length === 2 && participants.every(({ linkState }) => linkState === 'connected')
    await Promise.all([ada.until(together), ben.until(together)])

    const codes = await Promise.all([ada, ben].map(async browser => shown(browser.page, 'More', 'Safety code')))
    expect(codes[0]).to.match(/^(\d{5} ){7}\d{5}$/)
    expect(codes).to.deep.equal([call.nodes[0].call.safetyCode, call.nodes[0].call.safetyCode])

    const numbers = await Promise.all([shown(ada.page, 'Options for ben', 'Verify ben'), shown(ben.page, 'Options for ada', 'Verify ada')])
    expect(numbers[0]).to.match(/^(\d{5} ){11}\d{5}$/)
    expect(numbers[1]).to.equal(numbers[0])
    expect(await shown(ada.page, 'Options for chloe', 'Verify chloe')).to.not.equal(numbers[0])

    await ada.page.getByRole('button', { name: 'Options for ben' }).click()
    await ada.page.getByRole('button', { name: 'Verify ben' }).click()
    await ada.page.getByRole('button', { name: 'The numbers match' }).click()
    await ada.until(({ participants }) => participants.some(({ name, verified }) => name === 'ben' && verified))
    expect((await ben.state()).participants.map(({ verified }) => verified)).to.deep.equal([false, false])
  })
})

/** What stands in the dialog that these buttons open, to be compared */
async function shown (page: Page, ...buttons: string[]): Promise<string> {
  for (const name of buttons) {
    await page.getByRole('button', { name, exact: true }).click()
  }

  const text = await page.getByRole('dialog').locator('.code').filter({ hasText: /^\s*\d{5}\s+\d{5}/ }).innerText()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  return text.replace(/\s+/g, ' ').trim()
}
