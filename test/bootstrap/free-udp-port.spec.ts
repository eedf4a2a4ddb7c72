import { execFile } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { MAX_ATTEMPTS } from '../../bootstrap/ports.ts'
import { listenOnFreePort } from '../../bootstrap/webrtc-direct.ts'
import { ip, missingNamespaces } from '../fixtures/namespaces.ts'
import { modulePath } from '../fixtures/paths.ts'

const ANY_PORT = multiaddr('/ip4/127.0.0.1/udp/0/webrtc-direct')

describe('any port of WebRTC-Direct', () => {
  it('is named, and free', async () => {
    await listenOnFreePort(async address => {
      const [, port] = /^\/ip4\/127\.0\.0\.1\/udp\/([1-9]\d+)\/webrtc-direct$/.exec(address.toString()) ?? expect.fail(`${address}`)
      const socket = createSocket('udp4').bind(Number(port), '127.0.0.1')
      await once(socket, 'listening')
      socket.close()
    }, ANY_PORT)
  })

  it('is another if a different program was faster', async () => {
    const tried: string[] = []

    await listenOnFreePort(async address => {
      if (tried.push(address.toString()) < 3) {
        throw new Error('Failed to register ICE UDP mux listener')
      }
    }, ANY_PORT)
    expect(new Set(tried)).to.have.lengthOf(3)
  })

  it('is not looked for without end', async () => {
    let tries = 0

    await expect(listenOnFreePort(async () => { throw new Error(`no ${++tries}`) }, ANY_PORT)).to.eventually.be.rejectedWith(`no ${MAX_ATTEMPTS}`)
  })

  it('doesn\'t matter if a port is named', async () => {
    const tried: string[] = []

    await expect(listenOnFreePort(async address => {
      tried.push(address.toString())
      throw new Error('taken')
    }, multiaddr('/ip4/127.0.0.1/udp/4803/webrtc-direct'))).to.eventually.be.rejectedWith('taken')
    expect(tried).to.deep.equal(['/ip4/127.0.0.1/udp/4803/webrtc-direct'])
  })

  const missing = missingNamespaces()

  it(`is found if only one is left${missing == null ? '' : ` (skipped: ${missing})`}`, async function () {
    if (missing != null) {
      this.skip()
    }

    const name = `gc${process.pid}u`
    const [first, last, free] = [40_000, 40_019, 40_013]
    ip('netns', 'add', name)

    try {
      const run = async (...command: string[]): Promise<{ stdout: string }> => promisify(execFile)('ip', ['netns', 'exec', name, ...command])

      ip('-n', name, 'link', 'set', 'lo', 'up')
      await run('sh', '-c', `echo ${first} ${last} > /proc/sys/net/ipv4/ip_local_port_range`)

      const program = modulePath('test/bootstrap/fixtures/crowded-ports-process.ts')
      const { stdout } = await run(process.execPath, ...process.execArgv, program, ...[first, last, free].map(String))
      expect(stdout).to.match(new RegExp(`^/ip4/127.0.0.1/udp/${free}/webrtc-direct/`))
    } finally {
      ip('netns', 'del', name)
    }
  })
})
