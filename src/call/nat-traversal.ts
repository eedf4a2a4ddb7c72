import { autoNAT } from '@libp2p/autonat'
import { dcutr } from '@libp2p/dcutr'
import { serviceDependencies, start, stop } from '@libp2p/interface'
import { uPnPNAT } from '@libp2p/upnp-nat'
import { interfaceAddresses } from '../network/interfaces.ts'
import { NO_WALK } from '../network/no-walk.ts'
import { override } from '../network/override.ts'
import { needsRelay } from './behind-nat.ts'
import { PublicRelays } from './public-relays.ts'
import type { PublicRelaysComponents } from './public-relays.ts'
import type { AutoNATComponents } from '@libp2p/autonat'
import type { DCUtRServiceComponents } from '@libp2p/dcutr'
import type { Connection, IdentifyResult, Startable } from '@libp2p/interface'
import type { UPnPNATComponents } from '@libp2p/upnp-nat'
import type { Multiaddr } from '@multiformats/multiaddr'

export type NATTraversalComponents = AutoNATComponents & DCUtRServiceComponents & UPnPNATComponents & PublicRelaysComponents

export interface NATTraversalInit {
  /**
   * Use libp2p's services whether or not there is a NAT
   *
   * @default false
   */
  always?: boolean

  /**
   * Returns the IP addresses of this machine's interfaces
   *
   * @default those that the system has now
   */
  hosts?(): string[]

  /**
   * For tests: what is started where there is a NAT
   *
   * @internal
   */
  services?: unknown[]
}

/**
 * Finds out whether this machine is behind a NAT, and only then uses what libp2p offers
 * against one: peers on one machine or network neither look for routers nor ask anyone to
 * dial back.
 */
export class NATTraversal implements Startable {
  readonly [serviceDependencies]: string[] = ['@libp2p/identify']

  private readonly components: NATTraversalComponents
  private readonly always: boolean
  private readonly hosts: () => string[]
  private readonly services: unknown[]
  /** Where other peers see us, by connection */
  private readonly observed = new WeakMap<Connection, Multiaddr>()
  private readonly waiting = new Map<Connection, PromiseWithResolvers<Multiaddr | undefined>>()
  /** PeerIds of bootstrap peers */
  private readonly entries = new Set<string>()
  private state: 'stopped' | 'started' | 'traversing' = 'stopped'

  constructor (components: NATTraversalComponents, { always = false, hosts = ownHosts, services }: NATTraversalInit = {}) {
    this.components = components
    this.always = always
    this.hosts = hosts
    this.services = services ?? [
      this.createAutoNAT(),
      dcutr()(components),
      // as in announceOwn
      uPnPNAT({ autoConfirmAddress: !always })(components),
      ...(always ? [new PublicRelays(components)] : [])
    ]
    this.onIdentify = this.onIdentify.bind(this)
    this.onClose = this.onClose.bind(this)
    this.announceOwn = this.announceOwn.bind(this)
  }

  isStarted (): boolean {
    return this.state !== 'stopped'
  }

  async start (): Promise<void> {
    this.components.events.addEventListener('peer:identify', this.onIdentify)
    this.components.events.addEventListener('connection:close', this.onClose)
    this.components.events.addEventListener('transport:listening', this.announceOwn)
    this.state = 'started'

    if (this.always) {
      await this.traverse()
    }
  }

  async stop (): Promise<void> {
    const running = this.state === 'traversing'

    this.state = 'stopped'
    this.components.events.removeEventListener('peer:identify', this.onIdentify)
    this.components.events.removeEventListener('connection:close', this.onClose)
    this.components.events.removeEventListener('transport:listening', this.announceOwn)
    this.waiting.forEach(({ resolve }) => { resolve(undefined) })
    this.waiting.clear()

    if (running) {
      await stop(...this.services)
    }
  }

  /**
   * Returns whether peers elsewhere need a relay to reach this one, judging by a
   * bootstrap peer: at once if addresses tell, and otherwise after identify
   */
  async needsRelay (entry: Connection): Promise<boolean> {
    const hosts = this.hosts()
    this.entries.add(entry.remotePeer.toString())

    if (this.always) {
      return true
    }

    // it may have new ones
    this.announceOwn()
    const observed = needsRelay(hosts, entry.remoteAddr) == null ? await this.observedBy(entry) : undefined
    const needed = needsRelay(hosts, entry.remoteAddr, observed) ?? false

    if (needed) {
      await this.traverse()
    }

    return needed
  }

  /**
   * Announces public addresses of our own at once: libp2p would wait until AutoNAT has
   * asked more peers than a small network has, and a wrong one costs others little
   */
  private announceOwn (): void {
    const { addressManager } = this.components

    for (const { multiaddr, type, verified } of this.always ? [] : addressManager.getAddressesWithMetadata()) {
      if (type === 'transport' && !verified) {
        addressManager.confirmObservedAddr(multiaddr, { type, ttl: Number.MAX_SAFE_INTEGER })
      }
    }
  }

  /**
   * AutoNAT that asks the peers that we meet anyway. On a public network it asks no bootstrap
   * peer, because js-libp2p closes the connection over which it was asked.
   */
  private createAutoNAT (): unknown {
    const { registrar } = this.components

    return autoNAT()(override(this.components, {
      randomWalk: NO_WALK,
      registrar: override(registrar, {
        register: async (protocol, topology) => registrar.register(protocol, {
          ...topology,
          onConnect: (peer, connection) => {
            if (!this.always || !this.entries.has(peer.toString())) {
              topology.onConnect?.(peer, connection)
            }
          }
        })
      })
    }))
  }

  private async traverse (): Promise<void> {
    if (this.state === 'started') {
      this.state = 'traversing'
      await start(...this.services)
    }
  }

  /** Resolves with undefined if the connection closes first */
  private async observedBy (connection: Connection): Promise<Multiaddr | undefined> {
    const observed = this.observed.get(connection)

    if (observed != null || connection.status !== 'open' || this.state === 'stopped') {
      return observed
    }

    const waiting = this.waiting.get(connection) ?? Promise.withResolvers<Multiaddr | undefined>()
    this.waiting.set(connection, waiting)

    return waiting.promise
  }

  private onIdentify ({ detail: { connection, observedAddr } }: CustomEvent<IdentifyResult>): void {
    if (observedAddr != null) {
      this.observed.set(connection, observedAddr)
    }

    this.settle(connection, observedAddr)
  }

  private onClose ({ detail }: CustomEvent<Connection>): void {
    this.settle(detail)
  }

  private settle (connection: Connection, observed?: Multiaddr): void {
    this.waiting.get(connection)?.resolve(observed)
    this.waiting.delete(connection)
  }
}

export function natTraversal (init?: NATTraversalInit): (components: NATTraversalComponents) => NATTraversal {
  return components => new NATTraversal(components, init)
}

function ownHosts (): string[] {
  return interfaceAddresses().map(({ address }) => address)
}
