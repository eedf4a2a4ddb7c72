import { createServer } from 'node:http'
import type { Logger } from '@libp2p/interface'
import type { RequestListener, Server } from 'node:http'

/** ms to receive a request's header, and the whole request */
const REQUEST_TIMEOUT = 10_000

export interface HttpServerInit {
  host: string
  /** 0 for any free port */
  port: number
  /** Connections at once */
  maxConnections: number
  answer: RequestListener
  log: Logger
}

/** Returns an HTTP server that listens; rejects with Node's error if it can't */
export async function listenHttp ({ host, port, maxConnections, answer, log }: HttpServerInit): Promise<Server> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT, headersTimeout: REQUEST_TIMEOUT }, answer)
  server.maxConnections = maxConnections

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
  // a connection that can't be accepted, as with too many open files, would end the process
  server.on('error', err => { log.error('the server at %s - %e', host, err) })

  return server
}

/** Resolves when a server and all its connections are closed */
export async function closeHttp (server: Server): Promise<void> {
  await new Promise<void>(resolve => {
    server.close(() => { resolve() })
    server.closeAllConnections()
  })
}
