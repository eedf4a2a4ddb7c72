import { serviceCapabilities } from '@libp2p/interface'
import { pbStream } from '@libp2p/utils'
import { perMinute } from '../src/bucket.ts'
import { ICE_SERVERS_PROTOCOL } from '../src/network/ice-services.ts'
import { IceServices } from '../src/network/pb/ice-services.ts'
import { getNewest } from '../src/newest.ts'
import { networkOf } from './dht/network-of.ts'
import type { TokenBucket } from '../src/bucket.ts'
import type { ComponentLogger, Connection, Logger, Startable, Stream } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'

/**
 * Answers that a peer gets: one for its connection and one for each renewal, and some
 * more for a connection that is lost again and again
 */
export const ANSWERS_PER_MINUTE = 6
export const ANSWERS_AT_ONCE = 6

/** The same for a network, as others pay for it: session keys are free, and an office shares an address */
export const NETWORK_ANSWERS_PER_MINUTE = 120
export const NETWORK_ANSWERS_AT_ONCE = 240

/** Peers and networks whose rate is remembered, twice as many as there can be connections */
export const MAX_ASKERS = 4_096

/** ms for a peer to take the answer */
const ANSWER_TIMEOUT = 5_000

export interface IceResponderComponents {
  registrar: Pick<Registrar, 'handle' | 'unhandle'>
  logger: ComponentLogger
}

export interface IceResponderInit {
  /** Returns what to tell the peer at the other end of a connection */
  servicesFor(connection: Connection): IceServices

  /**
   * Monotonic time in ms
   *
   * @default performance.now
   */
  now?(): number
}

/**
 * Tells connected peers the ICE servers of a bootstrap peer. A stream is the question;
 * one that comes too often is reset.
 */
export class IceResponder implements Startable {
  readonly [Symbol.toStringTag] = 'groupcall-ice-responder'
  readonly [serviceCapabilities]: string[] = ['groupcall/ice-responder']

  private readonly components: IceResponderComponents
  private readonly init: IceResponderInit
  private readonly now: () => number
  private readonly log: Logger
  private readonly peers = new Map<string, TokenBucket>()
  private readonly networks = new Map<string, TokenBucket>()

  constructor (components: IceResponderComponents, init: IceResponderInit) {
    this.components = components
    this.init = init
    this.now = init.now ?? (() => performance.now())
    this.log = components.logger.forComponent('groupcall:bootstrap:ice')
    this.onStream = this.onStream.bind(this)
  }

  async start (): Promise<void> {
    await this.components.registrar.handle(ICE_SERVERS_PROTOCOL, this.onStream, { maxInboundStreams: 1 })
  }

  async stop (): Promise<void> {
    await this.components.registrar.unhandle(ICE_SERVERS_PROTOCOL)
    this.peers.clear()
    this.networks.clear()
  }

  /** Never rejects */
  async onStream (stream: Stream, connection: Connection): Promise<void> {
    try {
      if (!this.mayAsk(connection)) {
        throw new Error('It asks for ICE servers too often')
      }

      const signal = AbortSignal.timeout(ANSWER_TIMEOUT)
      await pbStream(stream).pb(IceServices).write(this.init.servicesFor(connection), { signal })
      await stream.close({ signal })
    } catch (err: any) {
      this.log('%p got no ICE servers - %e', connection.remotePeer, err)
      stream.abort(err)
    }
  }

  private mayAsk ({ remoteAddr, remotePeer }: Connection): boolean {
    const now = this.now()
    const peer = getNewest(this.peers, remotePeer.toString(), MAX_ASKERS, () => perMinute(ANSWERS_PER_MINUTE, ANSWERS_AT_ONCE, now))
    const network = getNewest(this.networks, networkOf(remoteAddr), MAX_ASKERS, () => perMinute(NETWORK_ANSWERS_PER_MINUTE, NETWORK_ANSWERS_AT_ONCE, now))

    return peer.take(now) && network.take(now)
  }
}

/** The libp2p service: see {@link IceResponder} */
export function iceResponder (init: IceResponderInit): (components: IceResponderComponents) => IceResponder {
  return components => new IceResponder(components, init)
}
