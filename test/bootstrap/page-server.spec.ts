import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import Sinon from 'sinon'
import { createBootstrapPeer, PortInUseError } from '../../bootstrap/index.ts'
import { createPageServer } from '../../bootstrap/page-server.ts'
import { loopbackHosts } from '../../bootstrap/ports.ts'
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
    await mkdir(join(directory, 'chunks'), { recursive: true })
    await writeFile(join(directory, 'index.html'), '<title>page</title>')
    await writeFile(join(directory, 'chunks', 'engine-ABCDEFGH.js'), 'export {}')
    await writeFile(join(directory, 'chunks', 'engine-ABCDEFGH.js.gz'), gzipSync('export {}'))
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

  it('names the page that others can open, if there is one', async () => {
    const other = await createBootstrapPeer({ ...PORTS, page: { directory, port: 0, inviteUrl: 'https://talk.example.org/' } })
    const { page } = await (await fetch(`${other.pageUrl}config.json`)).json()
    await other.stop()

    expect(page).to.equal('https://talk.example.org/')
    expect(JSON.parse((await get('/config.json')).body)).to.not.have.property('page')
  })

  it('says that WebRTC-Direct is a way in, after WebSocket', async () => {
    const other = await createBootstrapPeer({ ...PORTS, webrtcPort: 0, page: { directory, port: 0 } })
    const { bootstrap } = await (await fetch(`${other.pageUrl}config.json`)).json()
    await other.stop()

    expect(bootstrap.map((address: string) => /\/(ws|webrtc-direct)\//.exec(address)?.[1])).to.deep.equal(['ws', 'webrtc-direct'])
  })

  for (const [path, caching] of [
    ['/chunks/engine-ABCDEFGH.js', 'public, max-age=31536000, immutable'],
    ['/', 'no-cache'],
    ['/chunks/gone-ABCDEFGH.js', undefined]
  ] as Array<[string, string | undefined]>) {
    it(`lets browsers keep ${path}: ${caching ?? 'not said'}`, async () => {
      expect((await get(path)).headers['cache-control']).to.equal(caching)
    })
  }

  it('sends a file compressed to browsers that take it so, if there is one', async () => {
    const answers = await Promise.all(['gzip, deflate, br', undefined].map(async encodings => get('/chunks/engine-ABCDEFGH.js', { encodings })))

    expect(answers.map(({ headers }) => headers['content-encoding'])).to.deep.equal(['gzip', undefined])
    expect(answers.map(({ headers }) => [headers['content-type'], headers['cache-control'], headers.vary])).to.deep.equal(new Array(2).fill(['text/javascript', 'public, max-age=31536000, immutable', 'Accept-Encoding']))
    expect(answers[1].body).to.equal('export {}')
    expect((await get('/', { encodings: 'gzip' })).body).to.equal('<title>page</title>')
  })

  for (const path of ['/', '/config.json']) {
    it(`answers HEAD ${path} without a body`, async () => {
      const { status, body } = await get(path, { method: 'HEAD' })

      expect([status, body]).to.deep.equal([200, ''])
    })
  }

  it('is served at all addresses of localhost', async () => {
    for (const hostname of loopbackHosts()) {
      expect((await get('/', { hostname })).status).to.equal(200)
    }
  })

  for (const [what, path, init, status] of [
    ['another name, as of a hostile page', '/', { host: 'evil.example' }, 421],
    ['another method', '/', { method: 'POST' }, 405],
    ['what is not there', '/nothing.js', {}, 404],
    ['what is outside of the folder', '/..%2fsecret.txt', {}, 404],
    ['what is far outside of the folder', '/..%2f..%2f..%2f..%2fetc/passwd', {}, 404],
    ['what is no path', '/%', {}, 404],
    ['what is outside of the folder, spelled out', '/../secret.txt', {}, 404]
  ] as Array<[string, string, { host?: string, method?: string }, number]>) {
    it(`refuses ${what}`, async () => {
      const answer = await get(path, init)

      expect(answer.status).to.equal(status)
      expect(answer.body).to.not.match(/secret|root:/)
      expect(answer.headers['content-security-policy']).to.include('default-src \'none\'')
    })
  }

  it('is refused a port that another program has', async () => {
    const port = Number(new URL(peer.pageUrl ?? '').port)

    await expect(createBootstrapPeer({ ...PORTS, page: { directory, port } })).to.eventually.be.rejectedWith(PortInUseError)
  })

  describe('where localhost has two addresses', () => {
    const server = (): ReturnType<typeof createPageServer> => createPageServer({ directory, port: 0, config: () => ({ network: 'local', bootstrap: [] }), log: defaultLogger().forComponent('test') })

    afterEach(() => {
      Sinon.restore()
    })

    it('looks for another free port when the first is taken at one of them', async () => {
      const tried = failListening('::1', 'EADDRINUSE', 1)
      const page = server()
      await page.start()

      expect(tried()).to.equal(1)
      expect((await fetch(`${page.url}config.json`)).status).to.equal(200)
      await page.stop()
    })

    it('makes do with one', async () => {
      failListening('::1', 'EADDRNOTAVAIL', Infinity)
      const page = server()
      await page.start()

      expect(page.url).to.match(/^http:\/\/localhost:\d+\/$/)
      await page.stop()
    })

    it('says so when there is none', async () => {
      failListening('', 'EADDRNOTAVAIL', Infinity)

      await expect(server().start()).to.eventually.be.rejectedWith('The page can\'t be served')
    })
  })

  it('stops while a browser is connected, and can no longer be reached', async () => {
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

  async function get (path: string, { host, hostname, method = 'GET', encodings }: { host?: string, hostname?: string, method?: string, encodings?: string } = {}): Promise<{ status?: number, body: string, headers: IncomingHttpHeaders }> {
    const url = new URL(peer.pageUrl ?? '')

    return new Promise((resolve, reject) => {
      // fetch would not send such paths and names
      request({ hostname: hostname ?? url.hostname, port: url.port, path, method, headers: { ...(host == null ? {} : { host }), ...(encodings == null ? {} : { 'accept-encoding': encodings }) } }, response => {
        let body = ''
        response.on('data', data => { body += String(data) })
        response.on('end', () => { resolve({ status: response.statusCode, body, headers: response.headers }) })
      }).on('error', reject).end()
    })
  }
})

/** Servers of a host, or of all, fail to listen, so many times; returns how often they did */
function failListening (host: string, code: string, times: number): () => number {
  const listen = Server.prototype.listen
  let failed = 0

  Sinon.stub(Server.prototype, 'listen').callsFake(function (this: Server, ...args: any[]): Server {
    if (failed < times && String(args[0].host).startsWith(host)) {
      failed++
      process.nextTick(() => { this.emit('error', Object.assign(new Error(code), { code })) })

      return this
    }

    return listen.apply(this, args as any)
  } as any)

  return () => failed
}
