import { AbortError } from '@libp2p/interface'
import { TypedEventEmitter } from 'main-event'
import { systemTimers } from '../timers.ts'
import { ENTRY_DIAL_TIMEOUT } from './limits.ts'
import { nextRedialPause } from './pauses.ts'
import type { Timer, Timers } from '../timers.ts'
import type { ComponentLogger, Connection, Libp2pEvents, Logger, PeerId } from '@libp2p/interface'
import type { ConnectionManager, TransportManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { TypedEventTarget } from 'main-event'

export interface NetworkEntryComponents {
  connectionManager: Pick<ConnectionManager, 'getConnections' | 'openConnection'>
  transportManager: Pick<TransportManager, 'dialTransportForMultiaddr'>
  events: TypedEventTarget<Libp2pEvents>
  logger: ComponentLogger
}

export interface NetworkEntryInit {
  /** Bootstrap peers */
  addresses: Multiaddr[]
  timers?: Timers
}

export interface NetworkEntryEvents {
  connection: CustomEvent<Connection>
  /** A dial failed; it is tried again */
  failure: CustomEvent<{ address: Multiaddr, error: Error }>
}

interface Connected {
  peer: PeerId
  address: Multiaddr
}

/**
 * Holds the connections by which a peer enters the network. libp2p dials a bootstrap
 * peer once, and gives up on a lost connection after five tries; here every bootstrap
 * peer is dialled at once, and again until it answers.
 */
export class NetworkEntry extends TypedEventEmitter<NetworkEntryEvents> {
  private readonly components: NetworkEntryComponents
  private readonly timers: Timers
  private readonly log: Logger
  private readonly addresses = new Map<string, Multiaddr>()
  private readonly redials = new Map<Multiaddr, Timer>()
  /** By PeerId */
  private readonly connected = new Map<string, Connected>()
  private running?: AbortController

  constructor (components: NetworkEntryComponents, { addresses, timers = systemTimers }: NetworkEntryInit) {
    super()

    this.components = components
    this.timers = timers
    this.log = components.logger.forComponent('groupcall:network-entry')
    this.onDisconnect = this.onDisconnect.bind(this)
    addresses.forEach(address => { this.add(address) })
  }

  /** Addresses that are dialled */
  get size (): number {
    return this.addresses.size
  }

  /** Open connections to bootstrap peers */
  get connections (): Connection[] {
    return [...this.connected.values()]
      .map(({ peer }) => this.components.connectionManager.getConnections(peer).find(({ status }) => status === 'open'))
      .filter(connection => connection != null)
  }

  /** Returns at once */
  start (): void {
    if (this.running == null) {
      this.running = new AbortController()
      this.components.events.addEventListener('peer:disconnect', this.onDisconnect)
      this.addresses.forEach(address => { this.dial(address, 0) })
    }
  }

  /**
   * Adds a bootstrap peer, unless it is known or this platform has no transport for
   * its address: a browser can't dial TCP
   */
  add (address: Multiaddr): void {
    if (this.addresses.has(address.toString()) || this.components.transportManager.dialTransportForMultiaddr(address) == null) {
      return
    }

    this.addresses.set(address.toString(), address)
    this.dial(address, 0)
  }

  /** Idempotent */
  stop (): void {
    this.running?.abort(new AbortError('The peer was stopped'))
    this.running = undefined
    this.components.events.removeEventListener('peer:disconnect', this.onDisconnect)
    this.redials.forEach(timer => { timer.stop() })
    this.redials.clear()
    this.connected.clear()
  }

  private dial (address: Multiaddr, failures: number): void {
    const { running } = this

    if (running == null) {
      return
    }

    this.components.connectionManager.openConnection(address, {
      signal: AbortSignal.any([AbortSignal.timeout(ENTRY_DIAL_TIMEOUT), running.signal])
    }).then(connection => {
      if (running.signal.aborted) {
        return
      }

      if (connection.status !== 'open') {
        // its disconnect event has come and gone
        this.redial(address, failures + 1)
      } else {
        this.connected.set(connection.remotePeer.toString(), { peer: connection.remotePeer, address })
        this.safeDispatchEvent('connection', { detail: connection })
      }
    }, error => {
      if (!running.signal.aborted) {
        this.log('could not dial a bootstrap peer - %e', error)
        this.safeDispatchEvent('failure', { detail: { address, error } })
        this.redial(address, failures + 1)
      }
    })
  }

  private redial (address: Multiaddr, failures: number): void {
    this.redials.set(address, this.timers.after(nextRedialPause(failures, Math.random()), () => {
      this.redials.delete(address)
      this.dial(address, failures)
    }))
  }

  private onDisconnect ({ detail: peer }: CustomEvent<PeerId>): void {
    const connected = this.connected.get(peer.toString())

    if (connected != null) {
      this.connected.delete(peer.toString())
      this.redial(connected.address, 0)
    }
  }
}
