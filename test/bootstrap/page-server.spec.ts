import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createBootstrapPeer, PortInUseError } from '../../bootstrap/index.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { IncomingHttpHeaders } from 'node:http'

const PORTS = { host: '127.0.0.1', port: 0, wsPort: 0, webrtcPort: false, stunPort: false } as const

describe('the page of a bootstrap peer', () => {
  let folder: string
  let directory: string
  let peer: BootstrapPeer

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groupcall-page-'))
    directory = join(folder, 'app')
    await mkdir(directory)
    await writeFile(join(directory, 'index.html'), '<title>page</title>')
    await writeFile(join(folder, 'secret.txt'), 'secret')
    peer = await createBootstrapPeer({ ...PORTS, page: { directory, port: 0 } })
  })

  after(async () => {
    await peer.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('is served at localhost, with headers that let nothing else in', async () => {
    const { status, body, headers } = await get('/')

    expect([status, body]).to.deep.equal([200, '<title>page</title>'])
    expect(headers['content-security-policy']).to.include('default-src \'none\'')
    expect(headers['referrer-policy']).to.equal('no-referrer')
    expect(headers['x-content-type-options']).to.equal('nosniff')
    expect(peer.pageUrl).to.match(/^http:\/\/localhost:\d+\/$/)
  })

  it('says how a browser enters the network', async () => {
    const { body, headers } = await get('/config.json')
    const { network, bootstrap } = JSON.parse(body)

    expect(network).to.equal('local')
    expect(bootstrap).to.deep.equal(peer.addresses().filter(address => address.includes('/ws/')))
    expect(headers['cache-control']).to.equal('no-store')
  })

  for (const [what, path, init, status] of [
    ['another name, as of a hostile page', '/', { host: 'evil.example' }, 421],
    ['another method', '/', { method: 'POST' }, 405],
    ['what is not there', '/nothing.js', {}, 404],
    ['what is outside of the folder', '/..%2fsecret.txt', {}, 404],
    ['what is outside of the folder, spelled out', '/../secret.txt', {}, 404]
  ] as Array<[string, string, { host?: string, method?: string }, number]>) {
    it(`refuses ${what}`, async () => {
      const answer = await get(path, init)

      expect(answer.status).to.equal(status)
      expect(answer.body).to.not.include('secret')
    })
  }

  it('is refused a port that another program has', async () => {
    const port = Number(new URL(peer.pageUrl ?? '').port)

    await expect(createBootstrapPeer({ ...PORTS, page: { directory, port } })).to.eventually.be.rejectedWith(PortInUseError)
  })

  it('stops though somebody is connected, and can be reached no more', async () => {
    const other = await createBootstrapPeer({ ...PORTS, page: { directory, port: 0 } })
    const port = Number(new URL(other.pageUrl ?? '').port)
    const socket = connect(port, '127.0.0.1')
    await new Promise(resolve => { socket.once('connect', resolve) })
    const closed = new Promise(resolve => { socket.once('close', resolve) })
    socket.on('error', () => {})

    await other.stop()
    await closed
    expect(other.pageUrl).to.equal(undefined)
    await expect(fetch(`http://127.0.0.1:${port}/`)).to.eventually.be.rejected()
  })

  async function get (path: string, { host, method = 'GET' }: { host?: string, method?: string } = {}): Promise<{ status?: number, body: string, headers: IncomingHttpHeaders }> {
    const { hostname, port } = new URL(peer.pageUrl ?? '')

    return new Promise((resolve, reject) => {
      // fetch would not send such paths and names
      request({ hostname, port, path, method, headers: host == null ? {} : { host } }, response => {
        let body = ''
        response.on('data', data => { body += String(data) })
        response.on('end', () => { resolve({ status: response.statusCode, body, headers: response.headers }) })
      }).on('error', reject).end()
    })
  }
})
