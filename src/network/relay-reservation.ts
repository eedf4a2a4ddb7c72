import { multiaddr } from '@multiformats/multiaddr'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { relayOf } from './provider-record.ts'
import type { ComponentLogger, Connection, Logger, PeerId } from '@libp2p/interface'
import type { AddressManager, TransportManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface RelayReservationComponents {
  addressManager: Pick<AddressManager, 'getAddresses'>
  transportManager: Pick<TransportManager, 'listen'>
  logger: ComponentLogger
}

export interface RelayReservationsEvents {
  /** A reservation is being made: see {@link RelayReservations.settled} */
  pending: CustomEvent<void>
}

/** Makes a relay reservation with each bootstrap peer through which others must be able to reach this one */
export class RelayReservations extends SafeEventEmitter<RelayReservationsEvents> {
  private readonly components: RelayReservationComponents
  private readonly need: boolean | ((entry: Connection) => Promise<boolean>)
  private readonly log: Logger
  /** Those that are being made */
  private readonly running = new Set<Promise<void>>()

  /**
   * @param components
   * @param need - whether others need a relay to reach this peer, as far as the bootstrap peer at the other end of a connection can tell
   */
  constructor (components: RelayReservationComponents, need: boolean | ((entry: Connection) => Promise<boolean>)) {
    super(components.logger.forComponent('groupcall:relay'))

    this.components = components
    this.need = need
    this.log = components.logger.forComponent('groupcall:relay')
  }

  /** Resolves when the reservations that are being made now are there, or have failed; undefined if there are none */
  get settled (): Promise<void> | undefined {
    return this.running.size === 0 ? undefined : Promise.all(this.running).then(() => {})
  }

  /** Makes a reservation with a bootstrap peer if there is need, unless there is one. Returns at once */
  add (connection: Connection): void {
    const { need } = this

    // a relay isn't reached through another
    if (connection.limits != null || need === false) {
      return
    }

    if (need === true) {
      this.reserve(connection)
    } else {
      need(connection).then(needed => {
        if (needed) {
          this.reserve(connection)
        }
      }, err => { this.log('it is unknown whether a relay is needed - %e', err) })
    }
  }

  private reserve ({ remotePeer }: Connection): void {
    const { addressManager, transportManager } = this.components

    if (reservedRelays(addressManager).has(remotePeer.toString())) {
      return
    }

    const running = transportManager.listen([reservationWith(remotePeer)])
      .catch(err => { this.log('no relay reservation - %e', err) })
      .finally(() => { this.running.delete(running) })

    this.running.add(running)
    this.safeDispatchEvent('pending')
  }
}

/** Returns the PeerIds of the relays that a peer has reservations with, as its own addresses tell */
export function reservedRelays (addressManager: Pick<AddressManager, 'getAddresses'>): Set<string> {
  return new Set(addressManager.getAddresses().flatMap(address => relayOf(address) ?? []))
}

/** Returns the address to listen on to be reached through a relay */
export function reservationWith (relay: PeerId): Multiaddr {
  return multiaddr(`/p2p/${relay.toString()}/p2p-circuit`)
}
