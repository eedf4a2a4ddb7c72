import { TypedEventEmitter } from 'main-event'
import { ENTRY_DIAL_TIMEOUT } from './limits.ts'
import { nextRedialPause } from './pauses.ts'
import type { ComponentLogger, Connection, Libp2pEvents, Logger, PeerId } from '@libp2p/interface'
import type { ConnectionManager, TransportManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { TypedEventTarget } from 'main-event'

export interface NetworkEntryComponents {
  connectionManager: ConnectionManager
  transportManager: TransportManager
  events: TypedEventTarget<Libp2pEvents>
  logger: ComponentLogger
}

export interface NetworkEntryEvents {
  connection: CustomEvent<Connection>
  /** One of the addresses could not be dialled; it is tried again */
  failure: CustomEvent<{ address: Multiaddr, error: Error }>
}

/**
 * Holds the connections by which a peer enters the network. libp2p dials a
 * bootstrap peer once and gives a lost one up after five tries; here each is
 * dialled at once, and again for as long as it takes.
 */
export class NetworkEntry extends TypedEventEmitter<NetworkEntryEvents> {
  private readonly components: NetworkEntryComponents
  private readonly addresses = new Map<string, Multiaddr>()
  private readonly log: Logger
  private readonly timers = new Map<Multiaddr, ReturnType<typeof setTimeout>>()
  private readonly connected = new Map<string, Multiaddr>()
  private readonly stopped = new AbortController()
  private started = false

  constructor (components: NetworkEntryComponents, addresses: Multiaddr[]) {
    super()

    this.components = components
    this.log = components.logger.forComponent('groupcall:network-entry')
    this.onDisconnect = this.onDisconnect.bind(this)
    addresses.forEach(address => { this.add(address) })
  }

  /** Returns at once */
  start (): void {
    this.components.events.addEventListener('peer:disconnect', this.onDisconnect)
    this.started = true
    this.addresses.forEach(address => { this.dial(address, 0) })
  }

  /**
   * One more peer to enter by. One that is known already changes nothing, nor does
   * one that is not for this platform: a browser cannot dial TCP.
   */
  add (address: Multiaddr): void {
    if (this.addresses.has(address.toString()) || this.components.transportManager.dialTransportForMultiaddr(address) == null) {
      return
    }

    this.addresses.set(address.toString(), address)

    if (this.started) {
      this.dial(address, 0)
    }
  }

  stop (): void {
    this.stopped.abort()
    this.components.events.removeEventListener('peer:disconnect', this.onDisconnect)
    this.timers.forEach(timer => { clearTimeout(timer) })
    this.timers.clear()
  }

  private dial (address: Multiaddr, failures: number): void {
    this.components.connectionManager.openConnection(address, {
      signal: AbortSignal.any([AbortSignal.timeout(ENTRY_DIAL_TIMEOUT), this.stopped.signal])
    }).then(connection => {
      this.connected.set(connection.remotePeer.toString(), address)
      this.safeDispatchEvent('connection', { detail: connection })
    }, error => {
      if (this.stopped.signal.aborted) {
        return
      }

      this.log('could not dial an entry - %e', error)
      this.safeDispatchEvent('failure', { detail: { address, error } })
      this.redial(address, failures + 1)
    })
  }

  private redial (address: Multiaddr, failures: number): void {
    this.timers.set(address, setTimeout(() => {
      this.timers.delete(address)
      this.dial(address, failures)
    }, nextRedialPause(failures, Math.random())))
  }

  private onDisconnect ({ detail: peer }: CustomEvent<PeerId>): void {
    const address = this.connected.get(peer.toString())

    if (address != null) {
      this.connected.delete(peer.toString())
      this.redial(address, 0)
    }
  }
}
