import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, createInvite } from '../../src/index.ts'
import { until } from '../fixtures/until.ts'
import { serveApp } from './fixtures/app.ts'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { servePage } from './fixtures/page.ts'
import { POLLING } from './fixtures/polling.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { ServedApp } from './fixtures/app.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { CallScreenState } from '../../src/app/model/state.ts'
import type { BrowserContext, Page } from 'playwright-core'

/** What docs/element.md says that a page with a policy of its own must allow at least */
const POLICY = 'default-src \'self\'; connect-src \'self\' ws: wss:'

type State = CallScreenState | undefined

describe('a page around <group-call> that does as it likes', () => {
  const skipped = needsChromium()
  let app: ServedApp
  let host: ServedApp
  let strict: ServedApp
  let peer: BootstrapPeer
  let browser: TestBrowser
  let invite: string

  before(async () => {
    [app, host, strict, peer, browser] = await Promise.all([serveApp(), serveApp(), serveApp({ 'content-security-policy': POLICY }), servePage(), launchChromium({ voice: 'ada' })])
    invite = createInvite(createGroup({ name: 'friends', owner: await createIdentity() }), { addresses: peer.addresses() })
  })

  after(async () => {
    await browser?.close()
    await peer?.stop()
    await Promise.all([app, host, strict].map(async served => served?.stop()))
  })

  describe('with two of them, both scripts and a strict policy', () => {
    let context: BrowserContext
    let page: Page
    const errors: string[] = []

    before(async () => {
      context = await createProfile(browser, [])
      page = await context.newPage()
      page.on('pageerror', err => { errors.push(err.message) })
      page.on('console', message => {
        if (message.type() === 'error') {
          errors.push(message.text())
        }
      })
      await page.goto(`${strict.url}element.html`)
      await page.evaluate(addTwo, invite)
      await Promise.all([untilShown('one', state => state?.phase === 'lobby'), untilShown('two', state => state?.phase === 'lobby')])
      await page.evaluate(joinAll)
      await Promise.all([untilShown('one', hearsAnother), untilShown('two', hearsAnother)])
    })

    after(async () => {
      await context?.close()
    })

    it(`sends keys to the one with the focus, or else to the one that was used last${skipped}`, async () => {
      const screen = page.locator('#two').getByRole('button', { name: 'Mute', exact: true })
      await screen.focus()
      await page.keyboard.press('m')
      await untilShown('two', state => state?.self.muted === true)
      expect((await shown('one'))?.self.muted).to.equal(false)

      await page.evaluate(() => { (document.activeElement as HTMLElement).blur() })
      await page.keyboard.press('m')
      await untilShown('two', state => state?.self.muted === false)
      expect((await shown('one'))?.self.muted).to.equal(false)
    })

    it(`breaks no policy, with every panel open${skipped}`, async () => {
      for (const names of [['Invite'], ['Settings'], ['More', 'Safety code'], ['More', 'Who hears whom'], ['More', 'Keyboard shortcuts'], ['Options for Ben', 'Show history']]) {
        for (const name of names) {
          await page.locator('#one').getByRole('button', { name, exact: true }).click()
          await page.getByRole('dialog').waitFor()
        }

        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
      }

      // the ring is drawn, too
      await until('the level to be drawn', async () => await page.evaluate(drawnLevel) > 0, { interval: POLLING })
      expect(await page.evaluate(() => [...(globalThis as any).violations])).to.deep.equal([])
      expect(errors).to.deep.equal([])
    })

    it(`moves one, mounts it twice, and changes what it says, in the middle of its call${skipped}`, async () => {
      await page.locator('#one').getByRole('button', { name: 'More', exact: true }).click()
      await page.locator('#one').getByRole('button', { name: 'Keyboard shortcuts', exact: true }).click()
      const kept = await page.evaluate(async () => {
        const element = document.querySelector<any>('#one')
        const { call } = element
        const [first, second] = [document.createElement('main'), document.createElement('aside')]
        const turn = async (): Promise<unknown> => new Promise(resolve => setTimeout(resolve))
        const steps = [
          () => { document.body.append(first, second) },
          () => { first.append(element) },
          // as React's StrictMode does with an effect
          () => {
            element.remove()
            second.append(element)
            element.remove()
            second.append(element)
          },
          () => { (first as any).moveBefore(element, null) },
          () => { element.setAttribute('bootstrap', '/ip4/127.0.0.1/tcp/1/ws') },
          () => { element.setAttribute('identity', 'three') },
          () => { element.removeAttribute('name') },
          () => { element.setAttribute('name', 'Ada the Second') }
        ]

        for (const step of steps) {
          step()
          await turn()
        }

        return element.call === call && call.state === 'active'
      })

      expect(kept).to.equal(true)
      await untilShown('two', state => state?.participants[0]?.name === 'Ada the Second')
      const { publicKey, name } = (await shown('one'))?.self ?? {}
      const [{ linkState, publicKey: seen }] = (await shown('two'))?.participants ?? []
      expect([name, linkState, seen]).to.deep.equal(['Ada the Second', 'connected', publicKey])

      // a dialog is still in front of everything
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
      expect(await page.locator('#one').locator('dialog:modal').count()).to.equal(1)
      await page.keyboard.press('Escape')

      // what can't change in a call changes with the next
      await page.locator('#one').getByRole('button', { name: 'Leave', exact: true }).click()
      await page.locator('#one').getByRole('button', { name: 'Rejoin' }).click()
      await untilShown('one', state => state?.phase === 'lobby')
      expect((await shown('one'))?.self.publicKey).to.not.equal(publicKey)
    })

    it(`ends the call of the one that it removes for good${skipped}`, async () => {
      await untilShown('one', state => state?.phase === 'lobby' || state?.phase === 'call')
      await page.evaluate(joinAll)
      await Promise.all(['one', 'two'].map(async id => untilShown(id, state => state?.participants.length === 1)))
      await page.evaluate(() => { document.querySelector('#one')?.remove() })
      await untilShown('two', state => state?.participants.length === 0)
    })

    async function shown (id: string): Promise<State> {
      return page.evaluate(id => document.querySelector<any>(`#${id}`)?.state, id)
    }

    async function untilShown (id: string, test: (state: State) => boolean): Promise<void> {
      let state: State

      // the policy forbids Playwright's own way of waiting
      await until(`#${id} to come to ${String(test)}`, async () => {
        state = await shown(id)

        return test(state)
      }, { interval: POLLING, seen: () => ({ ...state, devices: undefined }) })
    }
  })

  it(`is told which attribute its frame lacks, and has a microphone with it${skipped}`, async () => {
    const context = await createProfile(browser, [])
    const page = await context.newPage()
    const src = encodeURIComponent(app.url + invite.replace(/.*#/, '#'))

    await page.goto(`${host.url}frame.html?allow=autoplay&src=${src}`)
    const frame = page.frameLocator('iframe')
    await frame.getByLabel('Your name').fill('Ada')
    await frame.getByRole('button', { name: 'Continue' }).click()
    await frame.getByText('allow="microphone"').waitFor()

    await page.goto(`${host.url}frame.html?allow=microphone&src=${src}`)
    await frame.getByRole('meter').waitFor()
    await context.close()
  })
})

function hearsAnother (state: State): boolean {
  return state?.participants[0]?.linkState === 'connected' && state.participants[0].level > 0
}

/** Runs in the page: loads the script again from another address, and adds two elements for the same group */
async function addTwo (invite: string): Promise<void> {
  const violations = new Set<string>()
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => { violations.add(violatedDirective) })
  Object.assign(globalThis, { violations })
  // another address of the same script
  const { promise, resolve: onload } = Promise.withResolvers<unknown>()
  document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: 'group-call.js?again', onload }))
  await promise

  for (const [id, name] of [['one', 'Ada'], ['two', 'Ben']]) {
    document.body.append(Object.assign(document.createElement('group-call'), { id, identity: id, invite, name }))
  }
}

/** Runs in the page */
function joinAll (): void {
  document.querySelectorAll('group-call').forEach(element => { element.join() })
}

/** Runs in the page: returns the user's own level as it is drawn, from 0 to 1 */
function drawnLevel (): number {
  const call = document.querySelector('#one')?.shadowRoot?.querySelector('gc-call-screen')?.shadowRoot?.querySelector('gc-call')
  const tile = call?.shadowRoot?.querySelector('gc-stage')?.shadowRoot?.querySelector('gc-self-tile')
  const article = tile?.shadowRoot?.querySelector('article')

  return article == null ? 0 : Number(getComputedStyle(article).getPropertyValue('--level'))
}
