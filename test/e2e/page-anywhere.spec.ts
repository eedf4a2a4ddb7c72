import { basename, dirname } from 'node:path'
import { expect } from 'aegir/chai'
import { REACH_TIMEOUT } from '../../src/call/limits.ts'
import { createGroup, createInvite } from '../../src/index.ts'
import { builtApp, serveFolder } from './fixtures/app.ts'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { servePage, untilState } from './fixtures/page.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { ServedApp } from './fixtures/app.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

describe('the page of any static host', () => {
  const skipped = needsChromium()
  let host: ServedApp
  let url: string
  let peer: BootstrapPeer
  let browser: TestBrowser
  let invite: string

  before(async () => {
    const folder = await builtApp()
    host = await serveFolder(dirname(folder))
    url = `${host.url}${basename(folder)}/`
    peer = await servePage()
    browser = await launchChromium({ voice: 'ada' })
    invite = createInvite(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }), { addresses: peer.addresses(), base: url })
  })

  after(async () => {
    await browser?.close()
    await peer?.stop()
    await host?.stop()
  })

  it(`works below a path, with an invite that names a way into the network${skipped}`, async () => {
    const page = await (await createProfile(browser, [])).newPage()
    await page.goto(invite)
    await page.getByLabel('Your name').fill('Ada')
    await page.keyboard.press('Enter')
    await untilState(page, ({ phase, lobby }) => phase === 'lobby' && !lobby.looking)
    await page.getByRole('button', { name: 'Join' }).click()
    await untilState(page, ({ phase, group }) => phase === 'call' && group.invite !== '')
    expect(await page.evaluate(() => document.querySelector('gc-page')?.shadowRoot?.querySelector('group-call')?.state?.group.invite)).to.match(/^groupcall:\/\/join#/)
  })

  it(`makes invites that link to the page that its configuration names, with a QR code for phones${skipped}`, async () => {
    const context = await createProfile(browser, [])
    const page = await context.newPage()
    await page.route('**/config.json', async route => { await route.fulfill({ json: { network: 'local', bootstrap: [], page: 'https://talk.example.org/' } }) })
    await page.goto(invite)
    await page.getByLabel('Your name').fill('Ada')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Join' }).click()
    await untilState(page, ({ phase }) => phase === 'call')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByRole('img', { name: 'The link as a QR code' }).waitFor()
    expect(await page.getByLabel('Invite link').inputValue()).to.match(/^https:\/\/talk\.example\.org\/#[\w-]+$/)
    await context.close()
  })

  it(`shows its first screens before libp2p has come${skipped}`, async () => {
    const context = await createProfile(browser, [])
    const page = await context.newPage()
    const arrive = Promise.withResolvers<void>()
    await page.route('**/chunks/engine-*', async route => {
      await arrive.promise
      await route.continue()
    })
    await page.goto(url)
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('Invite link').fill(invite)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.getByText('Getting ready…').waitFor()
    arrive.resolve()
    await page.getByRole('button', { name: 'Join' }).waitFor()
    await context.close()
  })

  it(`shows the invite of an address that changes while its host is slow${skipped}`, async () => {
    const context = await createProfile(browser, [])
    const page = await context.newPage()
    const arrive = Promise.withResolvers<void>()
    await page.route('**/config.json', async route => {
      await arrive.promise
      await route.continue()
    })
    await Promise.all([page.waitForRequest('**/config.json'), page.goto(url)])
    await page.goto(invite)
    arrive.resolve()
    await page.getByRole('button', { name: 'Continue' }).waitFor()
    await context.close()
  })

  it(`opens without its host, and a call goes by the peers all the same; without them too it says what is wrong${skipped}`, async () => {
    const folder = await builtApp()
    const gone = await serveFolder(dirname(folder))
    const address = `${gone.url}${basename(folder)}/`
    const peer = await servePage()
    const link = createInvite(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }), { addresses: peer.addresses(), base: address })
    const context = await createProfile(browser, [])
    const page = await context.newPage()
    await page.goto(address)
    await page.evaluate(async () => navigator.serviceWorker.ready)
    await page.getByLabel('Your name').fill('Ada')
    // it is kept when one goes on
    await page.keyboard.press('Tab')
    await page.reload()
    await gone.stop()

    await page.goto(link)
    await page.getByRole('button', { name: 'Join' }).click()
    await untilState(page, ({ phase }) => phase === 'call')

    await peer.stop()
    await page.close()
    const later = await context.newPage()
    await later.clock.install()
    await later.goto(link)
    await untilState(later, ({ phase, lobby }) => phase === 'lobby' && lobby.looking)
    await later.clock.fastForward(REACH_TIMEOUT)
    await later.getByText('Can\'t connect.').waitFor()
    await context.close()
  })

  it(`can be installed${skipped}`, async () => {
    const context = await createProfile(browser, [])
    const page = await context.newPage()
    await page.goto(url)
    await page.evaluate(async () => navigator.serviceWorker.ready)
    const session = await context.newCDPSession(page)
    const { errors } = await session.send('Page.getAppManifest')
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')

    expect(errors).to.deep.equal([])
    // a profile that keeps nothing is the test's, not the page's
    expect(installabilityErrors.map(({ errorId }) => errorId).filter(id => id !== 'in-incognito')).to.deep.equal([])
    await context.close()
  })
})
