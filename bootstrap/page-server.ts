import sirv from 'sirv'
import { isSystemError, PortInUseError } from './errors.ts'
import { closeHttp, listenHttp } from './http-server.ts'
import { LOOPBACK, MAX_ATTEMPTS } from './ports.ts'
import type { Logger, Startable } from '@libp2p/interface'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Connections at once: the page is for this machine, and a browser opens six */
const MAX_CONNECTIONS = 64

/** Allows scripts, styles, pictures and connections of the page itself, and WebSockets to peers anywhere */
const POLICY = [
  'default-src \'none\'',
  'script-src \'self\'',
  'style-src \'self\'',
  'img-src \'self\'',
  'connect-src \'self\' ws: wss:',
  'worker-src \'self\'',
  'manifest-src \'self\'',
  'base-uri \'none\'',
  'form-action \'none\'',
  'frame-ancestors \'none\''
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'microphone=(self), speaker-selection=(self), camera=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin'
}

/** What the server tells the page, as `config.json` */
export interface PageConfig {
  network: string
  /** Multiaddrs that a browser can dial */
  bootstrap: string[]
  /** URL of the page that invites link to, because others can't open this one */
  page?: string
}

export interface PageServerInit {
  /** The built page, `dist/app` */
  directory: string
  /** 0 for any free port */
  port: number
  config(): PageConfig
  log: Logger
}

export interface PageServer extends Startable {
  /** `http://localhost:PORT/`, while it listens */
  readonly url?: string
  start(): Promise<void>
  stop(): Promise<void>
}

/**
 * Serves the page to browsers on this machine: localhost is the only name under which
 * a page may use the microphone without TLS. Requests for other names are refused,
 * because a hostile page could point its own name here (DNS rebinding).
 */
class LocalPageServer implements PageServer {
  private readonly init: PageServerInit
  private readonly files: ReturnType<typeof sirv>
  private servers: Server[] = []

  constructor (init: PageServerInit) {
    this.init = init
    this.files = sirv(init.directory, { etag: true, gzip: true, setHeaders: setCaching })
  }

  get url (): string | undefined {
    const [server] = this.servers

    return server == null ? undefined : `http://localhost:${(server.address() as AddressInfo).port}/`
  }

  async start (): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.listenOnLoopback()

        return
      } catch (err) {
        await this.stop()

        // a port that is free on one host may be taken on the next
        if (!(err instanceof PortInUseError) || this.init.port !== 0 || attempt === MAX_ATTEMPTS) {
          throw err
        }
      }
    }
  }

  private async listenOnLoopback (): Promise<void> {
    let port = this.init.port
    let problem: unknown

    for (const host of LOOPBACK) {
      try {
        const server = await listenHttp({ host, port, maxConnections: MAX_CONNECTIONS, answer: (request, response) => { this.answer(request, response) }, log: this.init.log })
        port = (server.address() as AddressInfo).port
        this.servers.push(server)
      } catch (err) {
        if (isSystemError(err, 'EADDRINUSE')) {
          throw new PortInUseError('tcp', port, 'the page', { cause: err })
        }

        problem = err
        this.init.log('the page is not served at %s - %e', host, err)
      }
    }

    if (this.servers.length === 0) {
      throw new Error(`The page can't be served on port ${port} at ${LOOPBACK.join(' or ')}: choose another port, or make sure that localhost works`, { cause: problem })
    }
  }

  async stop (): Promise<void> {
    const { servers } = this
    this.servers = []
    await Promise.all(servers.map(closeHttp))
  }

  private answer (request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(HEADERS)) {
      response.setHeader(name, value)
    }

    if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
      refuse(response, 421, 'This page is only served at localhost')
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(response, 405, 'Only GET and HEAD are allowed')
    } else if (request.url?.split('?')[0] === '/config.json') {
      response.setHeader('content-type', 'application/json')
      response.setHeader('cache-control', 'no-store')
      response.end(JSON.stringify(this.init.config()))
    } else {
      this.files(request, response, () => { refuse(response, 404, 'Not found') })
    }
  }
}

export function createPageServer (init: PageServerInit): PageServer {
  return new LocalPageServer(init)
}

/** Names of chunks change with their content */
function setCaching (response: ServerResponse, path: string): void {
  response.setHeader('cache-control', path.startsWith('/chunks/') ? 'public, max-age=31536000, immutable' : 'no-cache')
}

function refuse (response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${reason}\n`)
}
