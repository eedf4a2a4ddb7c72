import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { isSystemError, PortInUseError } from '../errors.ts'
import { BINDING, decodeMessage } from './message.ts'
import { SourceLimit } from './rate-limit.ts'
import { respond } from './respond.ts'
import type { SourceLimitInit } from './rate-limit.ts'
import type { Logger, Startable } from '@libp2p/interface'
import type { RemoteInfo, Socket } from 'node:dgram'

/** A request fits into one packet everywhere, RFC 8489, section 6.1 */
export const MAX_REQUEST_BYTES = 1_280

export interface StunResponderInit extends Pick<SourceLimitInit, 'maxRequestsPerSource' | 'maxSources'> {
  /** IPv4 or IPv6 address to listen on; `::` doesn't include IPv4 */
  host: string

  /** 0 for any free port */
  port: number
  log?: Logger
}

export interface StunStatistics {
  /** Requests that were answered with their address */
  answered: number

  /** Requests with an unknown attribute, answered with an error */
  refused: number

  /** Datagrams that aren't a valid Binding request: no answer */
  dropped: number

  /** Requests over the rate limit: no answer */
  limited: number
}

/**
 * Answers each request with the address and port it came from, so that a peer behind a
 * NAT learns its public address: STUN Binding of RFC 8489 over UDP, and nothing else of
 * STUN
 */
export interface StunResponder extends Startable {
  /** The port it listens on; before `start()`, the one asked for */
  readonly port: number

  /**
   * @throws {PortInUseError}
   */
  start(): Promise<void>
  stop(): Promise<void>
  statistics(): StunStatistics
}

class UDPStunResponder implements StunResponder {
  private readonly init: StunResponderInit
  private readonly limit: SourceLimit
  private readonly counts: StunStatistics = { answered: 0, refused: 0, dropped: 0, limited: 0 }
  private socket?: Socket
  port: number

  constructor (init: StunResponderInit) {
    this.init = init
    this.limit = new SourceLimit(init)
    this.port = init.port
  }

  async start (): Promise<void> {
    if (this.socket != null) {
      return
    }

    const { host, port, log } = this.init
    const socket = createSocket(isIPv6(host) ? { type: 'udp6', ipv6Only: true } : { type: 'udp4' })

    this.socket = socket

    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject)
        socket.bind({ address: host, port, exclusive: true }, resolve)
      })
    } catch (err) {
      this.socket = undefined
      socket.close()

      throw isSystemError(err, 'EADDRINUSE') ? new PortInUseError('udp', port, 'STUN', { cause: err }) : err
    }

    socket.removeAllListeners('error')
    socket.on('error', err => {
      log?.error('socket error - %e', err)
    })
    socket.on('message', (bytes, source) => {
      this.onDatagram(socket, bytes, source)
    })
    this.port = socket.address().port
    log?.('listening on %s port %d', host, this.port)
  }

  async stop (): Promise<void> {
    const socket = this.socket

    if (socket == null) {
      return
    }

    this.socket = undefined
    await new Promise<void>(resolve => { socket.close(resolve) })
    this.init.log?.('stopped')
  }

  statistics (): StunStatistics {
    return { ...this.counts }
  }

  private onDatagram (socket: Socket, bytes: Uint8Array, source: RemoteInfo): void {
    const request = bytes.byteLength <= MAX_REQUEST_BYTES && source.port !== 0 ? decodeMessage(bytes) : undefined

    if (request?.class !== 'request' || request.method !== BINDING) {
      this.counts.dropped++
      return
    }

    if (!this.limit.take(source.address)) {
      this.counts.limited++
      return
    }

    const answer = respond(request, { address: source.address.split('%')[0], port: source.port })

    if (answer == null) {
      return
    }

    this.counts[answer.class === 'success' ? 'answered' : 'refused']++

    socket.send(answer.bytes, source.port, source.address, err => {
      if (err != null) {
        this.init.log?.trace('could not answer - %e', err)
      }
    })
  }
}

/**
 * Returns a responder, which listens after `start()`
 */
export function createStunResponder (init: StunResponderInit): StunResponder {
  return new UDPStunResponder(init)
}
