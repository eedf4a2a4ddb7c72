import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { Running } from '../cli/fixtures/run.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import { until } from '../fixtures/until.ts'
import { freePort } from './fixtures/free-port.ts'
import { installed } from './fixtures/installed.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { ChildProcess } from 'node:child_process'

const run = promisify(execFile)

interface Proxy {
  program: string
  /** Where the documentation has its configuration */
  file: string
  /** Returns a configuration that needs no root, with the documented part in it */
  configure(documented: string, directory: string): string
  args(config: string, directory: string): string[]
}

const PROXIES: Proxy[] = [
  {
    program: 'nginx',
    file: 'nginx.conf',
    configure: (documented, directory) => `daemon off;\npid ${directory}/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(kind => `${kind}_temp_path ${directory}/${kind};`).join('\n')}\n${documented.replace(/^ *listen \[::\].*$/m, '')}\n}`,
    args: (config, directory) => ['-p', directory, '-c', config, '-e', 'stderr']
  },
  {
    program: 'caddy',
    file: 'Caddyfile',
    configure: (documented, directory) => `{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system ${directory}\n}\n${documented.replace(/^\treverse_proxy/m, `\ttls ${directory}/cert.pem ${directory}/key.pem\n\treverse_proxy`)}`,
    args: config => ['run', '--config', config, '--adapter', 'caddyfile']
  }
]

describe('a bootstrap peer behind a reverse proxy, as documented', () => {
  let directory: string
  let bootstrap: BootstrapPeer
  let server: ChildProcess | undefined

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-proxy-'))
    await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(directory, 'key.pem'), '-out', join(directory, 'cert.pem')])
    bootstrap = await createBootstrapPeer({ host: '127.0.0.1', port: 0, wsPort: 0, webrtcPort: false, stunPort: false })
  })

  afterEach(async () => {
    // killed, nginx would leave its workers
    if (server?.kill('SIGTERM') === true) {
      await once(server, 'exit')
    }
  })

  after(async () => {
    await bootstrap?.stop()
    await rm(directory, { recursive: true, force: true })
  })

  PROXIES.forEach(({ program, file, configure, args }) => {
    it(`is dialled over wss through ${program}`, async function () {
      if (!await installed(program)) {
        process.stdout.write(`      skipped, because ${program} isn't installed\n`)
        this.skip()
      }

      const [, wsPort] = /\/tcp\/(\d+)\/ws\b/.exec(bootstrap.addresses().join()) ?? []
      const port = await freePort()
      const documented = (await readFile(repositoryPath(`docs/operate/${file}`), 'utf8'))
        .replaceAll('127.0.0.1:4802', `127.0.0.1:${wsPort}`)
        .replaceAll(/\/etc\/letsencrypt\/live\/[^/]+\/fullchain/g, `${directory}/cert`)
        .replaceAll(/\/etc\/letsencrypt\/live\/[^/]+\/privkey/g, `${directory}/key`)
        .replace(/listen 443 ssl/, `listen 127.0.0.1:${port} ssl`)
        .replace(/^p2p\.example\.org \{/m, `https://localhost:${port} {`)
      const config = join(directory, file)
      await writeFile(config, configure(documented, directory))
      server = spawn(program, args(config, directory), { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: directory } })
      let output = ''
      server.stderr?.on('data', data => { output += String(data) })

      const person = new Running(['call', '--json', '--no-mdns', '--audio', 'none', '--listen', '/ip4/127.0.0.1/tcp/0', '--key', join(directory, `${program}.json`), '--bootstrap', `/dns4/localhost/tcp/${port}/wss/p2p/${bootstrap.peerId.toString()}`], { env: { NODE_EXTRA_CA_CERTS: join(directory, 'cert.pem') } })

      try {
        const [connection] = await until(`somebody to come through ${program}`, () => {
          const connections = bootstrap.node.getConnections()

          return connections.length > 0 && connections
        }, { on: [bootstrap.node, 'connection:open'], seen: () => [output, person.events] }) || []

        // through WebSocket, and from the proxy
        expect(connection.remoteAddr.toString()).to.match(/^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/ws/)
      } finally {
        await person.kill()
      }
    })
  })
})
