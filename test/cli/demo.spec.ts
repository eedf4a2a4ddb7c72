import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { parseInvite } from '../../src/index.ts'
import { childrenOf, untilGone } from './fixtures/processes.ts'
import { isAlive, Running } from './fixtures/run.ts'

const ARGS = ['demo', '--participants', '2', '--host', '127.0.0.1']

describe('the demo', () => {
  let demo: Running

  afterEach(async () => {
    await demo.kill()
  })

  it('ends with a report when everybody has heard everybody, and leaves nothing', async () => {
    const folders = await demoFolders()
    demo = new Running([...ARGS, '--seconds', '4', '--json'])
    const { code, stdout, stderr } = await demo.result
    const report = JSON.parse(stdout)

    expect([code, stderr]).to.deep.equal([0, ''])
    expect(report.ok).to.be.true()
    expect(report.participants.map(({ name, state }: any) => [name, state])).to.deep.equal([['Ada', 'active'], ['Ben', 'active']])
    expect(report.links.map(({ from, to, heard }: any) => [from, to, heard])).to.deep.equal([['Ben', 'Ada', true], ['Ada', 'Ben', true]])

    for (const { joinMs, kbps, lossPercent } of report.links) {
      expect(joinMs).to.be.within(1, 20_000)
      expect(kbps).to.be.within(20, 60)
      expect(lossPercent).to.be.within(0, 50)
    }

    expect(await demoFolders()).to.deep.equal(folders)
  })

  it('says which process ended early and why, and fails', async function () {
    if (process.platform !== 'linux') {
      this.skip()
    }

    demo = new Running([...ARGS, '--seconds', '60', '--json'])
    const children = await childrenOf(demo.child.pid ?? 0, 3)
    process.kill(Math.max(...children), 'SIGKILL')
    const { code, stdout, stderr } = await demo.result

    expect(code).to.equal(1)
    expect(stderr).to.match(/^groupcall: (Ada|Ben) ended early: ended by SIGKILL\n$/)
    expect(JSON.parse(stdout).ok).to.be.false()
    expect(children.filter(isAlive)).to.deep.equal([])
  })

  it('leaves no process behind when it is killed', async function () {
    if (process.platform !== 'linux') {
      this.skip()
    }

    demo = new Running(ARGS)
    const children = await childrenOf(demo.child.pid ?? 0, 3)
    await demo.kill()
    await untilGone(children)
    expect(children.filter(isAlive)).to.deep.equal([])
  })

  it('prints a link to the page, which its bootstrap peer serves', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'groupcall-page-'))
    await writeFile(join(folder, 'index.html'), '<title>page</title>')

    try {
      demo = new Running(ARGS, { env: { GROUPCALL_APP_DIR: folder } })
      const link = await demo.line(text => text.startsWith('http://localhost:'))

      expect(parseInvite(link).group.name).to.equal('demo')
      expect(await (await fetch(link)).text()).to.equal('<title>page</title>')
      demo.child.kill('SIGINT')
      expect((await demo.result).code).to.equal(0)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('ends cleanly at once when it is interrupted while it starts', async () => {
    demo = new Running(ARGS)
    await childrenOf(demo.child.pid ?? 0, 1)
    demo.child.kill('SIGINT')

    expect((await demo.result).code).to.equal(0)
  })
})

async function demoFolders (): Promise<string[]> {
  return (await readdir(tmpdir())).filter(name => name.startsWith('groupcall-demo-'))
}
