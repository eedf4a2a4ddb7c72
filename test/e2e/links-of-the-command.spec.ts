import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { Running } from '../cli/fixtures/run.ts'
import { builtApp } from './fixtures/app.ts'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { untilState } from './fixtures/page.ts'
import { needsChromium } from './fixtures/scene.ts'
import type { TestBrowser } from './fixtures/chromium.ts'
import type { Page } from 'playwright-core'

describe('a link that the command prints', () => {
  const skipped = needsChromium()
  let folder: string | undefined
  let browser: TestBrowser
  let env: NodeJS.ProcessEnv
  let running: Running[] = []

  before(async () => {
    [folder, browser] = await Promise.all([mkdtemp(join(tmpdir(), 'groupcall-link-')), launchChromium({ voice: 'eve' })])
    env = { GROUPCALL_APP_DIR: await builtApp(), GROUPCALL_BROWSER: 'none', GROUPCALL_HOME: folder }
  })

  afterEach(async () => {
    await Promise.all(running.map(async process => process.kill()))
    running = []
  })

  after(async () => {
    await browser?.close()

    if (folder != null) {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it(`of the demo lets a browser talk with everybody in it${skipped}`, async () => {
    const demo = start('demo', '--participants', '2', '--host', '127.0.0.1')
    const page = await open(await demo.line(isLink))
    await untilState(page, ({ lobby }) => lobby.participants.length === 2)
    await page.getByRole('button', { name: 'Join' }).click()

    await untilState(page, ({ participants }) => participants.some(({ name, level }) => name === 'Ada' && level > 0.01))
    await untilState(page, ({ participants }) => participants.some(({ name, level }) => name === 'Ben' && level > 0.01))
    await Promise.all(['Ada', 'Ben'].map(async name => demo.line(line => line.includes(`${name}: active, hears`) && line.includes('Eve'))))
  })

  it(`to a new call lets a browser talk to people who join with its invite${skipped}`, async () => {
    const opened = start('call', '--open', '--group', 'friends')
    const page = await open(await opened.line(isLink))
    await untilState(page, ({ lobby }) => !lobby.looking)
    await page.getByRole('button', { name: 'Join' }).click()
    await untilState(page, ({ phase, group }) => phase === 'call' && group.name === 'friends')

    const command = await opened.line(line => line.startsWith('groupcall call '))
    const [, invite] = /'(.+)'/.exec(command) ?? []
    const ben = start('call', invite, '--json', '--name', 'Ben', '--audio', 'tone', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0')
    const heard = await ben.event(({ type }) => type === 'heard')
    expect(heard.name).to.equal('Eve')
    await untilState(page, ({ participants }) => participants.some(({ name, level }) => name === 'Ben' && level > 0.01))
  })

  function start (...args: string[]): Running {
    const process = new Running(args, { env })
    running.push(process)

    return process
  }

  /** A person who has never been there */
  async function open (link: string): Promise<Page> {
    const page = await (await createProfile(browser, [])).newPage()
    await page.goto(link)
    await page.getByLabel('Your name').fill('Eve')
    await page.keyboard.press('Enter')

    return page
  }
})

function isLink (line: string): boolean {
  return line.startsWith('http://localhost:')
}
