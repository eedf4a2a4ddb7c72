import { expect } from 'aegir/chai'
import { createGroup, createInvite } from '../../src/index.ts'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { servePage, untilState } from './fixtures/page.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { Page } from 'playwright-core'

describe('a link that was changed on its way to the page', () => {
  const skipped = needsChromium()
  let peer: BootstrapPeer
  let browser: TestBrowser
  let page: Page
  let fragment: string

  before(async () => {
    peer = await servePage()
    browser = await launchChromium({ voice: 'ada' })
    fragment = createInvite(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }), { addresses: peer.addresses() }).split('#')[1]
  })

  beforeEach(async () => {
    page = await (await createProfile(browser, [])).newPage()
  })

  afterEach(async () => {
    await page.context().close()
  })

  after(async () => {
    await browser?.close()
    await peer?.stop()
  })

  const readable: Array<[string, (link: string) => string]> = [
    ['a click id behind it', (link: string) => `${link}&fbclid=IwAR2xx`],
    ['a parenthesis behind it', (link: string) => `${link})`],
    ['an escaped #', (link: string) => link.replace('/#', '/?url=%23')]
  ]

  readable.forEach(([what, change]) => {
    it(`opens all the same: ${what}${skipped}`, async () => {
      await page.goto(change(`${peer.pageUrl}#${fragment}`))
      await page.getByRole('button', { name: 'Continue' }).waitFor()
      expect(new URL(page.url()).hash).to.equal(`#${fragment}`)
      expect(new URL(page.url()).search).to.equal('')
    })
  })

  const refused: Array<[string, (fragment: string) => string, string]> = [
    ['cut short', (whole: string) => `${whole.slice(0, 60)}…`, 'This invite is incomplete.'],
    ['of another program', () => 'room=friends', 'This isn\'t an invite.'],
    ['mistyped', (whole: string) => `${whole.slice(0, 20)}${whole[20] === 'x' ? 'y' : 'x'}${whole.slice(21)}.`, 'This invite has a typo']
  ]

  refused.forEach(([what, hash, message]) => {
    it(`says what is wrong when it is ${what}${skipped}`, async () => {
      await page.goto(`${peer.pageUrl}#${hash(fragment)}`)
      await page.getByRole('alert').getByText(message).waitFor()
      await page.goto(`${peer.pageUrl}#${fragment}`)
      await page.getByRole('button', { name: 'Continue' }).waitFor()
    })
  })

  it(`may be pasted with the mail that quotes and wraps it${skipped}`, async () => {
    await page.goto(peer.pageUrl ?? '')
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('Invite link').fill(`> Join us: ${peer.pageUrl}#${fragment.slice(0, 60)} > ${fragment.slice(60)} > See you`)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await untilState(page, ({ group }) => group.name === 'friends')
    expect(new URL(page.url()).hash).to.equal(`#${fragment}`)
  })
})
