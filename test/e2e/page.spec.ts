import { expect } from 'aegir/chai'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { servePage, untilState } from './fixtures/page.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { Page } from 'playwright-core'

describe('the page', () => {
  const skipped = needsChromium()
  let peer: BootstrapPeer
  let ada: TestBrowser
  let ben: TestBrowser
  const errors: string[] = []

  before(async () => {
    [peer, ada, ben] = await Promise.all([servePage(), launchChromium({ voice: 'ada' }), launchChromium({ voice: 'ben' })])
  })

  after(async () => {
    await Promise.all([ada?.close(), ben?.close()])
    await peer?.stop()
  })

  it(`brings two strangers to it into a call, by hand${skipped}`, async () => {
    const first = await open(ada)
    await first.getByLabel('Your name').fill('Ada')
    await first.getByLabel('Group name').fill('friends')
    await first.getByRole('button', { name: 'Create group' }).click()
    await untilState(first, ({ phase }) => phase === 'lobby')
    await first.getByRole('button', { name: 'Join' }).click()
    await untilState(first, ({ phase }) => phase === 'call')
    await first.getByRole('button', { name: 'Invite', exact: true }).click()
    const link = await first.getByLabel('Invite link').inputValue()
    // others can't open a page on localhost, and phones can't open the bare invite
    expect(link).to.match(/^groupcall:/)
    await first.getByText('nobody else can open it').waitFor()
    expect(await first.getByRole('img', { name: 'The link as a QR code' }).count()).to.equal(0)
    await first.getByRole('button', { name: 'Copy link' }).click()
    await first.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await first.evaluate(async () => navigator.clipboard.readText())).to.equal(link)
    await first.keyboard.press('Escape')

    const second = await open(ben, `${peer.pageUrl}#${link.split('#')[1]}`)
    await second.getByLabel('Your name').fill('Ben')
    await second.keyboard.press('Enter')
    await untilState(second, ({ lobby }) => lobby.participants.some(({ name }) => name === 'Ada'))
    await second.getByRole('button', { name: 'Join' }).click()
    await untilState(second, ({ participants }) => participants.some(({ level }) => level > 0.01))
    await untilState(first, ({ participants }) => participants.some(({ name, level }) => name === 'Ben' && level > 0.01))

    // what one does is said to the other, all by keys
    const log = first.getByRole('log')
    await log.getByText('Ben joined').waitFor()
    await second.keyboard.press('m')
    await untilState(first, ({ participants }) => participants[0].muted)
    await log.getByText('Ben is muted').waitFor()
    await second.getByRole('log').getByText('You\'re muted').waitFor()
    expect([await second.title(), await second.locator('link[rel=icon]').getAttribute('href')]).to.deep.equal(['🔇 friends – groupcall', './icon-muted.svg'])
    await second.keyboard.down(' ')
    await untilState(first, ({ participants }) => !participants[0].muted)
    await second.keyboard.up(' ')
    await untilState(first, ({ participants }) => participants[0].muted)
    await second.keyboard.press('d')
    await untilState(second, ({ self }) => self.deafened)
    await second.keyboard.press('c')
    await second.keyboard.type('mlc d')
    await second.keyboard.press('Enter')
    await untilState(first, ({ messages }) => messages.some(({ text }) => text === 'mlc d'))
    await untilState(second, ({ self, phase }) => self.deafened && phase === 'call')
    await second.getByRole('button', { name: 'Close chat' }).focus()
    await second.keyboard.press('?')
    await second.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await second.keyboard.press('Escape')
    await second.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor({ state: 'detached' })

    // a page that is loaded again is in the call again
    await first.reload()
    await untilState(first, ({ phase, participants }) => phase === 'call' && participants.some(({ linkState }) => linkState === 'connected'))
    await untilState(second, ({ participants }) => participants.length === 1 && participants[0].linkState === 'connected')

    await second.getByRole('button', { name: 'Close chat' }).focus()
    await second.keyboard.press('l')
    await second.getByText('You left the call').waitFor()
    await first.getByRole('log').getByText('Ben left').waitFor()
    await second.getByRole('button', { name: 'Rejoin' }).click()
    await untilState(second, ({ phase, lobby }) => phase === 'lobby' && lobby.participants.length === 1)
    expect(errors).to.deep.equal([])
  })

  it(`takes an identity to another browser, by a file with a passphrase${skipped}`, async () => {
    const first = await open(ada)
    await first.getByText('Your identity').click()
    const publicKey = await first.getByText(/^[0-9a-f]{64}$/).innerText()
    await first.getByLabel('File passphrase').fill('correct horse')
    const saved = first.waitForEvent('download')
    await first.getByRole('button', { name: 'Save key file' }).click()
    const file = await (await saved).path()

    const second = await open(ben)
    await second.getByText('Your identity').click()
    await second.getByText(/^[0-9a-f]{64}$/).waitFor()
    await second.getByLabel('Key file', { exact: true }).setInputFiles(file)
    await second.getByLabel('File passphrase').fill('wrong')
    await second.getByRole('button', { name: 'Use key file' }).click()
    await second.getByText('wrong passphrase: try again').waitFor()
    await second.getByLabel('File passphrase').fill('correct horse')
    await second.getByRole('button', { name: 'Use key file' }).click()
    await second.getByText(`You're now ${publicKey.slice(0, 8)}.`).waitFor()
    await second.reload()
    await second.getByText('Your identity').click()
    await second.getByText(publicKey).waitFor()
  })

  it(`opens without its host, and says what is wrong with an invite${skipped}`, async () => {
    const page = await open(ada)
    await page.evaluate(async () => navigator.serviceWorker.ready)
    await page.reload()
    await page.getByLabel('Your name').waitFor()
    await page.context().setOffline(true)
    await page.reload()
    await page.getByLabel('Your name').waitFor()
    // Chromium's emulation forgets in a new document that it is offline, until it changes
    await page.context().setOffline(false)
    await page.context().setOffline(true)
    await page.getByText('You\'re offline.').waitFor()
    await page.getByLabel('Invite link').fill('this is none')
    await page.getByLabel('Your name').fill('Ada')
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.getByText('This isn\'t an invite.').waitFor()
  })

  it(`speaks German where the browser does, and the other language when it is chosen${skipped}`, async () => {
    const context = await ada.newContext({ locale: 'de-AT' })
    const page = await context.newPage()
    await page.goto(peer.pageUrl ?? '')
    await page.getByRole('heading', { name: 'Gruppe gründen' }).waitFor()
    await page.getByLabel('Sprache').selectOption('en')
    await page.getByRole('heading', { name: 'Start a group' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).to.equal('en')
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('Group name').fill('friends')
    await page.getByRole('button', { name: 'Create group' }).click()
    await page.getByRole('heading', { name: 'Join friends' }).waitFor()
    await context.close()
  })

  async function open (browser: TestBrowser, link?: string): Promise<Page> {
    const page = await (await createProfile(browser, ['clipboard-read', 'clipboard-write'])).newPage()
    page.on('pageerror', err => { errors.push(err.message) })
    page.on('console', message => {
      if (message.type() === 'error') {
        errors.push(message.text())
      }
    })
    await page.goto(link ?? peer.pageUrl ?? '')

    return page
  }
})
