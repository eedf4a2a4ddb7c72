import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { build } from 'esbuild'
import { untilCall, untilHeard } from '../fixtures/calls.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import { createConsumer } from '../package/fixtures/consumer.ts'
import { builtApp, serveFolder } from './fixtures/app.ts'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { FRAMEWORKS } from './fixtures/frameworks.ts'
import { createMixedScene } from './fixtures/scene.ts'
import type { ServedApp } from './fixtures/app.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { GroupCall } from '../../src/index.ts'
import type { Consumer } from '../package/fixtures/consumer.ts'
import type { Page } from 'playwright-core'

const ELEMENT = [['plain', 'plain HTML', 'ben'], ['react', 'React', 'call'], ['vue', 'Vue', 'call'], ['svelte', 'Svelte', 'call']]

/** What the page of `track-app.js` shows the test */
declare const call: GroupCall
declare const track: MediaStreamTrack

describe('the examples', () => {
  const scene = createMixedScene()
  let consumer: Consumer
  let served: ServedApp
  let browser: TestBrowser
  let node: GroupCall
  let page: Page

  // as their authors' bundlers do, with the package as it is published
  before(async () => {
    consumer = await createConsumer()
    const examples = join(consumer.folder, 'examples')
    await cp(repositoryPath('examples'), examples, { recursive: true })
    await cp(await builtApp(), join(examples, 'plain'), { recursive: true })
    await cp(repositoryPath('examples/plain'), join(examples, 'plain'), { recursive: true })
    await mkdir(join(examples, 'track'))
    await cp(repositoryPath('test/e2e/fixtures/track-app.js'), join(examples, 'track/app.js'))
    await cp(repositoryPath('examples/react/index.html'), join(examples, 'track/index.html'))
    await build({
      entryPoints: ['react/app.jsx', 'hooks/app.jsx', 'vue/app.js', 'svelte/app.js', 'track/app.js'].map(path => join(examples, path)),
      // they are copies
      allowOverwrite: true,
      outdir: examples,
      outbase: examples,
      bundle: true,
      splitting: true,
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      jsxDev: true,
      plugins: [FRAMEWORKS],
      supported: { 'top-level-await': true },
      // with React's warnings, and StrictMode mounts each component twice
      define: { 'process.env.NODE_ENV': '"development"' }
    })
    served = await serveFolder(examples)
    browser = await launchChromium({ voice: 'ada' })
  })

  afterEach(async () => {
    await page?.context().close()
  })

  after(async () => {
    await browser?.close()
    await served?.stop()
    await consumer?.remove()
  })

  ELEMENT.forEach(([example, name, output]) => {
    it(`in ${name} joins a call${scene.skipped}`, async () => {
      await open(example)
      await page.waitForFunction(() => document.querySelector('group-call')?.state?.phase === 'lobby')
      await page.evaluate(() => { document.querySelector('group-call')?.join() })
      await untilGuestIsHeard()
      await page.waitForFunction(wanted => document.querySelector('output')?.value === wanted, output)
      expect(node.participants[0].name).to.equal('Guest')
    })
  })

  it(`with React's hooks joins a call, leaves it and joins again${scene.skipped}`, async () => {
    await open('hooks')
    await page.getByText('Join').click()
    await untilGuestIsHeard()
    await page.waitForFunction(() => document.querySelector('li')?.textContent === 'ben')

    await page.getByText('Mute').click()
    await page.getByRole('button', { name: 'Mute', pressed: true }).waitFor()
    await untilCall(node, 'participant:update', () => node.participants[0]?.muted)
    node.mute()
    await page.waitForFunction(() => document.querySelector('li')?.textContent === 'ben (muted)')

    await page.getByText('Leave').click()
    await page.waitForFunction(() => document.querySelector('output')?.value === 'ended')
    await untilCall(node, 'participant:leave', () => node.participants.length === 0)

    await page.getByText('Join').click()
    await untilGuestIsHeard()
  })

  it(`with a track of the page sends a copy of it${scene.skipped}`, async () => {
    await open('track')
    await untilGuestIsHeard()

    expect(await page.evaluate(() => {
      call.mute()

      return track.enabled
    })).to.equal(true)
    await untilCall(node, 'participant:update', () => node.participants[0]?.muted)
    expect(await page.evaluate(async () => {
      await call.leave()

      return track.readyState
    })).to.equal('live')
  })

  /** Opens an example with the invite of a call that Ben is in */
  async function open (example: string): Promise<void> {
    const mixed = await scene.create({ nodes: ['ben'] })
    node = mixed.nodes[0].call
    page = await (await createProfile(browser, [])).newPage()
    await page.goto(`${served.url}${example}/#${mixed.invite.split('#')[1]}`)
  }

  async function untilGuestIsHeard (): Promise<void> {
    await untilCall(node, 'track', () => node.participants[0]?.audio != null)
    await untilHeard(node, node.participants[0])
  }
})
