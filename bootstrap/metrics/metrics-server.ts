import { isSystemError, PortInUseError } from '../errors.ts'
import { closeHttp, listenHttp } from '../http-server.ts'
import { DEFAULT_METRICS_HOST } from '../ports.ts'
import type { TextMetrics } from './text-metrics.ts'
import type { Logger, Startable } from '@libp2p/interface'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Connections at once: there are one or two servers that read metrics */
const MAX_CONNECTIONS = 16

export interface MetricsServerInit {
  metrics: Pick<TextMetrics, 'render'>
  /** TCP port; 0 for any free port */
  port: number

  /**
   * IP address
   *
   * @default 127.0.0.1
   */
  host?: string
  log: Logger
}

/** Serves metrics over HTTP, under `/metrics`. There's no password: anyone who can reach the port can read them */
export class MetricsServer implements Startable {
  private readonly init: MetricsServerInit
  private server?: Server

  constructor (init: MetricsServerInit) {
    this.init = init
  }

  /** Where Prometheus finds the metrics, while they are served */
  get url (): string | undefined {
    const address = this.server?.address() as AddressInfo | undefined

    return address == null ? undefined : `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}/metrics`
  }

  /**
   * @throws {PortInUseError}
   */
  async start (): Promise<void> {
    const { port, host = DEFAULT_METRICS_HOST, log } = this.init

    try {
      this.server = await listenHttp({ host, port, maxConnections: MAX_CONNECTIONS, answer: (request, response) => { this.answer(request, response) }, log })
    } catch (err) {
      throw isSystemError(err, 'EADDRINUSE') ? new PortInUseError('tcp', port, 'metrics', { cause: err }) : err
    }
  }

  async stop (): Promise<void> {
    const { server } = this
    this.server = undefined

    if (server != null) {
      await closeHttp(server)
    }
  }

  private answer (request: IncomingMessage, response: ServerResponse): void {
    if (request.url?.split('?')[0] !== '/metrics' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Metrics are at /metrics\n')
      return
    }

    this.init.metrics.render().then(text => {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text)
    }, err => {
      this.init.log.error('can\'t read the metrics - %e', err)
      response.writeHead(500, { 'content-type': 'text/plain' }).end('The metrics can\'t be read\n')
    })
  }
}
