import { RELAY_V2_HOP_CODEC } from '@libp2p/circuit-relay-v2'
import { reservationWith, reservedRelays } from '../network/relay-reservation.ts'
import type { ComponentLogger, Connection, Libp2pEvents, Logger, PeerId, Startable } from '@libp2p/interface'
import type { AddressManager, Registrar, TransportManager } from '@libp2p/interface-internal'
import type { TypedEventTarget } from 'main-event'

/** Relay reservations at once: a second one, because relays come and go */
const MAX_RESERVATIONS = 2

/** Events after which a reservation may be gone: its listener is closed, or goes on without an address */
const RESERVATION_EVENTS = ['transport:listening', 'transport:close'] as const

export interface PublicRelaysComponents {
  registrar: Registrar
  addressManager: Pick<AddressManager, 'getAddresses'>
  transportManager: Pick<TransportManager, 'listen'>
  events: TypedEventTarget<Libp2pEvents>
  logger: ComponentLogger
}

/**
 * Makes relay reservations with relays that the walks of a public DHT happen to meet: its
 * bootstrap peers don't relay, or have no reservations left. libp2p's own search for relays
 * walks the DHT for nothing else, and blocks the process while the routing table is empty.
 */
export class PublicRelays implements Startable {
  private readonly components: PublicRelaysComponents
  private readonly log: Logger
  private readonly relays = new Map<string, PeerId>()
  private topology?: string
  private asking = false

  constructor (components: PublicRelaysComponents) {
    this.components = components
    this.log = components.logger.forComponent('groupcall:public-relays')
    this.fill = this.fill.bind(this)
  }

  isStarted (): boolean {
    return this.topology != null
  }

  async start (): Promise<void> {
    this.topology = await this.components.registrar.register(RELAY_V2_HOP_CODEC, {
      onConnect: (peer, connection) => { this.onRelay(peer, connection) },
      onDisconnect: peer => { this.relays.delete(peer.toString()) }
    })
    RESERVATION_EVENTS.forEach(type => { this.components.events.addEventListener(type, this.fill) })
  }

  async stop (): Promise<void> {
    RESERVATION_EVENTS.forEach(type => { this.components.events.removeEventListener(type, this.fill) })
    this.relays.clear()

    if (this.topology != null) {
      this.components.registrar.unregister(this.topology)
      this.topology = undefined
    }
  }

  private onRelay (peer: PeerId, { limits }: Connection): void {
    // a relay isn't reached through another
    if (limits == null) {
      this.relays.set(peer.toString(), peer)
      this.fill()
    }
  }

  /** Asks relays one by one until there are enough reservations; one that refuses isn't asked again */
  private fill (): void {
    const reserved = reservedRelays(this.components.addressManager)
    const relay = [...this.relays.values()].find(peer => !reserved.has(peer.toString()))

    if (this.asking || relay == null || reserved.size >= MAX_RESERVATIONS) {
      return
    }

    this.asking = true
    this.components.transportManager.listen([reservationWith(relay)])
      .catch(err => {
        this.log('no relay reservation - %e', err)
        this.relays.delete(relay.toString())
      })
      .finally(() => {
        this.asking = false

        if (this.isStarted()) {
          this.fill()
        }
      })
  }
}
