import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { parseInvite } from '../../src/index.ts'
import { Commands } from './fixtures/commands.ts'
import { run, Running } from './fixtures/run.ts'

describe('a call in the browser', () => {
  let folder: string
  let env: NodeJS.ProcessEnv
  let commands: Commands
  let running: Running | undefined

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groupcall-open-'))
    await writeFile(join(folder, 'index.html'), '<title>page</title>')
    env = { GROUPCALL_APP_DIR: folder, GROUPCALL_BROWSER: 'none', GROUPCALL_HOME: folder }
    commands = new Commands()
  })

  afterEach(async () => {
    await running?.kill()
  })

  after(async () => {
    await commands.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('is opened by a link whose page is served, and ends with Ctrl-C', async () => {
    running = new Running(['call', '--open', '--group', 'friends'], { env })
    const link = await running.line(text => text.startsWith('http://localhost:'))
    const invite = parseInvite(link)

    expect(invite.group.name).to.equal('friends')
    expect(invite.addresses.map(address => address.toString())).to.satisfy((addresses: string[]) => addresses.some(address => /\/tcp\/\d+\/p2p\//.test(address)))
    expect(await (await fetch(link)).text()).to.equal('<title>page</title>')

    running.child.kill('SIGINT')
    const { code, stderr } = await running.result
    expect([code, stderr]).to.deep.equal([0, ''])
  })

  const clashes = [['--audio', 'tone'], ['--record', 'calls'], ['--json'], ['--seconds', '3'], ['--no-speakers']]

  clashes.forEach(options => {
    it(`does not go together with ${options[0]}`, async () => {
      const { code, stdout, stderr } = await commands.run(['call', '--open', ...options], { env })

      expect([code, stdout]).to.deep.equal([2, ''])
      expect(stderr).to.equal(`groupcall: --open lets you talk in the browser, so ${options[0]} has no effect here: leave out one of them\n`)
    })
  })

  it('says when it can\'t start a browser, and goes on', async function () {
    if (process.platform !== 'linux') {
      this.skip()
    }

    // nothing to start one with
    running = new Running(['call', '--open'], { env: { ...env, GROUPCALL_BROWSER: '', PATH: '/nonexistent' } })
    const errors = new Promise<string>(resolve => { running?.child.stderr?.once('data', data => { resolve(String(data)) }) })

    expect(await errors).to.match(/^groupcall: can't start a browser \(exit code \d+\): open the link yourself\n$/)
    const link = await running.line(text => text.startsWith('http://localhost:'))
    expect((await fetch(link)).status).to.equal(200)
    running.child.kill('SIGINT')
    expect((await running.result).code).to.equal(0)
  })

  it('says what to do when the page is not built', async () => {
    const { code, stderr } = await run(['call', '--open'], { env: { ...env, GROUPCALL_APP_DIR: '/nonexistent' } })

    expect([code, stderr]).to.deep.equal([2, 'groupcall: --open needs the page, which hasn\'t been built: run npm run build\n'])
  })
})
