import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'aegir/chai'
import { DEFAULT_RELAY_PORTS, DEFAULT_STUN_PORT, DEFAULT_TCP_PORT, DEFAULT_TURN_PORT, DEFAULT_WEBRTC_PORT, DEFAULT_WS_PORT } from '../../bootstrap/index.ts'
import { DEFAULT_METRICS_HOST } from '../../bootstrap/ports.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import { installed } from './fixtures/installed.ts'

const run = promisify(execFile)

/** Of 100: systemd calls a service up to 20 "OK", and one without any of the options "UNSAFE", at 96 */
const MAX_EXPOSURE = 20

describe('the files for operators', () => {
  let directory: string

  before(async () => { directory = await mkdtemp(join(tmpdir(), 'groupcall-operate-')) })

  after(async () => { await rm(directory, { recursive: true, force: true }) })

  it('contain a systemd unit that systemd accepts, with little exposure', async function () {
    if (!await installed('systemd-analyze')) {
      process.stdout.write('      skipped, because systemd-analyze isn\'t installed\n')
      this.skip()
    }

    const unit = join(directory, 'groupcall-bootstrap.service')
    const text = await readFile(repositoryPath('docs/operate/groupcall-bootstrap.service'), 'utf8')
    // it checks that the program exists
    await writeFile(unit, text.replace('/usr/local/bin/groupcall', process.execPath))

    const { stderr } = await run('systemd-analyze', ['verify', '--man=no', unit])
    expect(stderr.split('\n').filter(line => line.includes('groupcall-bootstrap'))).to.deep.equal([])
    // rejects above the threshold
    await run('systemd-analyze', ['security', '--offline=true', `--threshold=${MAX_EXPOSURE}`, '--no-pager', unit])
  })

  it('contain firewall rules that nft accepts, for the default ports', async function () {
    const text = await readFile(repositoryPath('docs/operate/firewall.nft'), 'utf8')
    const ports = [DEFAULT_TCP_PORT, DEFAULT_WS_PORT, DEFAULT_WEBRTC_PORT, DEFAULT_STUN_PORT, DEFAULT_TURN_PORT, `${DEFAULT_RELAY_PORTS.first}-${DEFAULT_RELAY_PORTS.last}`]

    ports.forEach(port => { expect(text).to.include(String(port)) })
    expect(DEFAULT_METRICS_HOST, 'nothing to open for metrics').to.equal('127.0.0.1')

    if (process.getuid?.() !== 0 || !await installed('nft')) {
      process.stdout.write('      not checked by nft, which needs root\n')
      this.skip()
    }

    await run('nft', ['--check', '--file', repositoryPath('docs/operate/firewall.nft')])
  })
})
