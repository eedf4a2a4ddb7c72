import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { Running } from '../cli/fixtures/run.ts'
import { createMixedScene } from './fixtures/scene.ts'

/** ms: 2 s of silence and the time to show it; ICE alone takes at least 5 s to notice */
const SHOWN_WITHIN = 4_500

describe('a participant whose process stands still for a while', () => {
  const scene = createMixedScene()
  let folder: string
  let frozen: Running | undefined

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groupcall-frozen-'))
  })

  afterEach(async () => {
    await frozen?.kill()
  })

  after(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it(`is shown as reconnecting, with who hears whom, and as there again${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['chloe'] })
    const [browser] = call.browsers
    const { page } = browser
    const tile = page.getByRole('article', { name: 'Ben, key' })
    const log = page.getByRole('log')
    frozen = new Running(['call', call.invite, '--json', '--name', 'Ben', '--audio', 'tone', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0', '--key', join(folder, 'ben.json')])
    await browser.until(({ participants, matrix }) => participants.some(({ name, level }) => name === 'Ben' && level > 0.01) && matrix.complete)

    const began = performance.now()
    frozen.child.kill('SIGSTOP')
    await tile.getByText('reconnecting…').waitFor()
    expect(performance.now() - began).to.be.lessThan(SHOWN_WITHIN)
    await log.getByText('The connection to Ben is lost, reconnecting').waitFor()
    await page.getByRole('button', { name: 'Who hears whom' }).click()
    await page.getByRole('row', { name: /^ada/ }).getByText('reconnecting').waitFor()
    await page.keyboard.press('Escape')

    frozen.child.kill('SIGCONT')
    await log.getByText('Ben is connected again').waitFor()
    await browser.until(({ participants, matrix }) => participants.some(({ name, level }) => name === 'Ben' && level > 0.01) && matrix.complete)
    await page.getByText('Not everybody hears everybody').waitFor({ state: 'detached' })
  })
})
