import { multiaddr } from '@multiformats/multiaddr'
import { growingPause } from '../growing-pause.ts'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { systemTimers } from '../timers.ts'
import { ADDRESS_EVENTS } from './address-events.ts'
import { FIRST_RESERVATION_PAUSE, LONGEST_RESERVATION_PAUSE } from './limits.ts'
import { relayOf } from './provider-record.ts'
import type { Timer, Timers } from '../timers.ts'
import type { ComponentLogger, Connection, Libp2pEvents, Logger, PeerId, Startable } from '@libp2p/interface'
import type { AddressManager, TransportManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { TypedEventTarget } from 'main-event'

export interface RelayReservationComponents {
  addressManager: Pick<AddressManager, 'getAddresses'>
  transportManager: Pick<TransportManager, 'listen'>
  events: TypedEventTarget<Libp2pEvents>
  logger: ComponentLogger
}

export interface RelayReservationsEvents {
  /** A reservation is being made: see {@link RelayReservations.settled} */
  pending: CustomEvent<void>
}

export interface RelayReservationsInit {
  /**
   * Whether others need a relay to reach this peer, as far as the bootstrap peer at the
   * other end of a connection can tell
   */
  need: boolean | ((entry: Connection) => Promise<boolean>)
  /** @default system timers */
  timers?: Pick<Timers, 'after'>
}

interface Relay {
  connection: Connection
  /** How often it was asked since the last reservation was in place */
  requests: number
  running: boolean
  /** Runs until it is asked again */
  pause?: Timer
}

/**
 * Makes a relay reservation with each bootstrap peer through which others must be able to
 * reach this one, and makes it again when it is lost: a relay may be full or restart its
 * service, and libp2p gives up a reservation that it couldn't renew.
 */
export class RelayReservations extends SafeEventEmitter<RelayReservationsEvents> implements Startable {
  private readonly components: RelayReservationComponents
  private readonly init: RelayReservationsInit
  private readonly timers: Pick<Timers, 'after'>
  private readonly log: Logger
  /** Those that are needed, by PeerId */
  private readonly relays = new Map<string, Relay>()
  /** Those that are being made */
  private readonly running = new Set<Promise<void>>()
  private started = false

  constructor (components: RelayReservationComponents, init: RelayReservationsInit) {
    super(components.logger.forComponent('groupcall:relay'))

    this.components = components
    this.init = init
    this.timers = init.timers ?? systemTimers
    this.log = components.logger.forComponent('groupcall:relay')
    this.review = this.review.bind(this)
  }

  isStarted (): boolean {
    return this.started
  }

  start (): void {
    this.started = true
    ADDRESS_EVENTS.forEach(type => { this.components.events.addEventListener(type, this.review) })
  }

  stop (): void {
    this.started = false
    ADDRESS_EVENTS.forEach(type => { this.components.events.removeEventListener(type, this.review) })
    this.relays.forEach(({ pause }) => { pause?.stop() })
    this.relays.clear()
  }

  /** Resolves when the reservations that are being made now are there, or have failed; undefined if there are none */
  get settled (): Promise<void> | undefined {
    return this.running.size === 0 ? undefined : Promise.all(this.running).then(() => {})
  }

  /** Makes a reservation with a bootstrap peer if there is need, unless there is one. Returns at once */
  add (connection: Connection): void {
    const { need } = this.init

    // a relay isn't reached through another
    if (connection.limits != null || need === false) {
      return
    }

    if (need === true) {
      this.require(connection)
    } else {
      need(connection).then(needed => {
        if (needed && this.started) {
          this.require(connection)
        }
      }, err => { this.log('it is unknown whether a relay is needed - %e', err) })
    }
  }

  private require (connection: Connection): void {
    const key = connection.remotePeer.toString()
    const relay = this.relays.get(key) ?? { connection, requests: 0, running: false }

    // a new connection can be tried at once
    relay.pause?.stop()
    Object.assign(relay, { connection, requests: 0, pause: undefined })
    this.relays.set(key, relay)
    this.reserve(relay)
  }

  private reserve (relay: Relay): void {
    const { addressManager, transportManager } = this.components
    const { remotePeer } = relay.connection

    if (relay.running || reservedRelays(addressManager).has(remotePeer.toString())) {
      return
    }

    relay.running = true
    relay.requests++

    const running = transportManager.listen([reservationWith(remotePeer)])
      .then(() => { this.log('reachable through relay %p', remotePeer) })
      .catch(err => { this.log('no relay reservation - %e', err) })
      .finally(() => {
        this.running.delete(running)
        relay.running = false
        this.review()
      })

    this.running.add(running)
    this.safeDispatchEvent('pending')
  }

  /** Asks again for the reservations that are missing, after growing pauses */
  private review (): void {
    const reserved = reservedRelays(this.components.addressManager)

    for (const [key, relay] of this.relays) {
      if (relay.connection.status !== 'open') {
        // `add` is called for the next connection as well
        relay.pause?.stop()
        this.relays.delete(key)
      } else if (reserved.has(key)) {
        relay.requests = 0
      } else if (!relay.running && relay.pause == null) {
        relay.pause = this.timers.after(growingPause(FIRST_RESERVATION_PAUSE, LONGEST_RESERVATION_PAUSE, relay.requests), () => {
          relay.pause = undefined
          this.reserve(relay)
        })
      }
    }
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
