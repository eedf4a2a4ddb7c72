import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { describeError } from '../../src/cli/errors.ts'
import { run } from './fixtures/run.ts'

/** Makes Node report a platform that has no prebuilt binary */
const OTHER_PLATFORM = `--import=data:text/javascript,${encodeURIComponent('import os from "node:os"; os.platform = () => "win32"; os.arch = () => "arm64"')}`

describe('a platform without WebRTC', () => {
  let directory: string

  before(async () => { directory = await mkdtemp(join(tmpdir(), 'groupcall-test-')) })

  after(async () => { await rm(directory, { recursive: true }) })

  it('gets one line that says so', async () => {
    const { code, stderr } = await run(['call', '--json', '--audio', 'none', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0', '--seconds', '1'], { env: { NODE_OPTIONS: OTHER_PLATFORM, GROUPCALL_HOME: directory } })

    expect(stderr).to.match(/^groupcall: @roamhq\/wrtc has no native code for win32-arm64: groupcall runs on Linux [^\n]*\n$/)
    expect(code).to.equal(1)
  })

  it('gets one line when libp2p\'s WebRTC is missing, too', () => {
    const { line } = describeError(new Error('Cannot find module \'../build/Release/node_datachannel.node\'\nRequire stack:\n- /somewhere'))

    expect(line).to.match(/^groupcall: node-datachannel has no native code for [^\n]*$/)
  })
})
