import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Running } from '../cli/fixtures/run.ts'
import { createMixedScene } from './fixtures/scene.ts'

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

  it(`is shown as reconnecting, with who hears whom, and as back again${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['chloe'] })
    const [browser] = call.browsers
    const { page } = browser
    const tile = page.getByRole('article', { name: 'Ben, key' })
    const log = page.getByRole('log')
    frozen = new Running(['call', call.invite, '--json', '--name', 'Ben', '--audio', 'tone', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0', '--key', join(folder, 'ben.json')])
    await browser.until(({ participants, matrix }) => participants.some(({ name, level }) => name === 'Ben' && level > 0.01) && matrix.complete)

    frozen.child.kill('SIGSTOP')
    await tile.getByText('reconnecting…').waitFor()
    await log.getByText('Lost the connection to Ben. Reconnecting…').waitFor()
    await page.getByRole('button', { name: 'Who hears whom' }).click()
    await page.getByRole('row', { name: /^ada/ }).getByText('reconnecting').waitFor()
    await page.keyboard.press('Escape')

    frozen.child.kill('SIGCONT')
    await log.getByText('Ben is back').first().waitFor()
    await browser.until(({ participants, matrix }) => participants.some(({ name, level }) => name === 'Ben' && level > 0.01) && matrix.complete)
    await page.getByText('Some people can\'t hear each other.').waitFor({ state: 'detached' })
  })
})
