import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { isAnswering } from '../../bootstrap/turn/is-answering.ts'
import { needsCoturn, OWN_ADDRESS } from '../bootstrap/fixtures/coturn.ts'
import { until } from '../fixtures/until.ts'
import { childrenOf, untilGone } from './fixtures/processes.ts'
import { run, Running } from './fixtures/run.ts'

const ARGUMENTS = ['bootstrap', '--port', '0', '--ws-port', '0', '--webrtc-port', '0', '--stun-port', '0', '--host', OWN_ADDRESS, '--json', '--turn-port', '0']

describe('groupcall bootstrap --turn', () => {
  let directory: string

  before(function () {
    needsCoturn(this)
  })

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-cli-turn-'))
  })

  afterEach(async () => {
    await rm(directory, { recursive: true })
  })

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`runs coturn, of which ${signal} leaves nothing`, async () => {
      const running = start()
      const { turnUrl } = await running.event(({ type }) => type === 'bootstrap')
      const processes = await descendantsOf(running)
      await isAnswering(OWN_ADDRESS, Number(turnUrl.split(':').at(-1)), { signal: AbortSignal.timeout(100_000) })
      expect(await left()).to.have.lengthOf(1)

      running.child.kill(signal)
      const { code, stderr } = await running.result
      expect(code).to.equal(signal === 'SIGKILL' ? null : 0, stderr)
      await untilGone(processes)
      await until('its directory to be removed', async () => (await left()).length === 0)
    })
  }

  it('says in one line what to install where there is no coturn', async () => {
    // the shell and Node are there, and nothing else
    await Promise.all(['sh', 'cat', 'rm'].map(async name => symlink(`/bin/${name}`, join(directory, name))))
    const { code, stderr, stdout } = await run([...ARGUMENTS, '--turn'], { env: { PATH: directory } })

    expect({ code, stderr, stdout }).to.deep.equal({ code: 2, stderr: 'groupcall: TURN needs coturn, which isn\'t installed: install it (Debian: sudo apt-get install coturn), or start without TURN\n', stdout: '' })
  })

  function start (): Running {
    return new Running([...ARGUMENTS, '--turn'], { env: { TMPDIR: directory } })
  }

  /** What is in the directory for temporary files */
  async function left (): Promise<string[]> {
    return readdir(directory)
  }

  /** Its shell, coturn, and what watches over it */
  async function descendantsOf ({ child: { pid = 0 } }: Running): Promise<number[]> {
    const [shell] = await childrenOf(pid, 1)

    return [shell, ...await childrenOf(shell, 2)]
  }
})
