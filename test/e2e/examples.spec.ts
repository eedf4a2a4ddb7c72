import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { build } from 'esbuild'
import { untilCall, untilHeard } from '../fixtures/calls.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import { builtApp, serveFolder } from './fixtures/app.ts'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { createMixedScene } from './fixtures/scene.ts'
import type { ServedApp } from './fixtures/app.ts'

const EXAMPLES = repositoryPath('examples')

describe('the examples', () => {
  const scene = createMixedScene()
  let folder: string | undefined
  let served: ServedApp

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groupcall-examples-'))
    await cp(await builtApp(), join(folder, 'plain'), { recursive: true })
    await cp(join(EXAMPLES, 'plain'), join(folder, 'plain'), { recursive: true })
    await cp(join(EXAMPLES, 'react'), join(folder, 'react'), { recursive: true })
    await build({
      entryPoints: { app: join(EXAMPLES, 'react/app.jsx') },
      outdir: join(folder, 'react'),
      bundle: true,
      splitting: true,
      format: 'esm',
      jsx: 'automatic',
      alias: { 'groupcall/element': join(await builtApp(), 'group-call.js') },
      nodePaths: [repositoryPath('node_modules')],
      define: { 'process.env.NODE_ENV': '"production"' }
    })
    served = await serveFolder(folder)
  })

  after(async () => {
    await served?.stop()

    if (folder != null) {
      await rm(folder, { recursive: true, force: true })
    }
  })

  const examples = [['plain', 'ben'], ['react', 'call']]

  examples.forEach(([example, output]) => {
    it(`in ${example === 'plain' ? 'plain HTML' : 'React'} joins a call${scene.skipped}`, async () => {
      const call = await scene.create({ nodes: ['ben'] })
      const [{ call: node }] = call.nodes
      const browser = await launchChromium({ voice: 'ada' })

      try {
        const page = await (await createProfile(browser, [])).newPage()
        await page.goto(`${served.url}${example}/#${call.invite.split('#')[1]}`)
        await page.waitForFunction(() => document.querySelector('group-call')?.state?.phase === 'lobby')
        await page.evaluate(() => { document.querySelector('group-call')?.join() })
        await untilCall(node, 'track', () => node.participants[0]?.audio != null)
        await untilHeard(node, node.participants[0])
        await page.waitForFunction(wanted => document.querySelector('output')?.value === wanted, output)
        expect(node.participants[0].name).to.equal('Guest')
      } finally {
        await browser.close()
      }
    })
  })
})
