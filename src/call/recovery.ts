import { ADDRESS_EVENTS } from '../network/address-events.ts'
import { selectAddresses } from '../network/addresses.ts'
import { checkConnection } from '../network/connection-check.ts'
import { NetworkWatch } from '../network/network-watch.ts'
import { withoutPeer } from '../network/provider-record.ts'
import { sessionKeyOf } from './session-peer.ts'
import type { Surroundings } from './reconnection.ts'
import type { NetworkEntry } from '../discovery/index.ts'
import type { DialBudget } from '../network/dial-budget.ts'
import type { Disturbance } from '../network/network-watch.ts'
import type { ComponentLogger, Libp2pEvents, Logger, PeerId, PeerStore } from '@libp2p/interface'
import type { AddressManager, ConnectionManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { TypedEventTarget } from 'main-event'

export interface RecoveryComponents {
  peerId: PeerId
  addressManager: Pick<AddressManager, 'getAddresses'>
  connectionManager: Pick<ConnectionManager, 'getConnections'>
  peerStore: Pick<PeerStore, 'patch'>
  events: TypedEventTarget<Libp2pEvents>
  logger: ComponentLogger
}

/** A call, or anything else that has to react */
export interface Recoverable {
  recover(disturbance: Disturbance, surroundings: Surroundings): void
  /** The network is the same, but others may be able to dial this peer at other addresses, of which the best is first */
  announce(addresses: Multiaddr[]): void
}

export interface RecoveryInit {
  entry: Pick<NetworkEntry, 'redialAll'>
  dials: Pick<DialBudget, 'forgive'>
  /** What is to recover now */
  recoverables(): Iterable<Recoverable>
  /** @default one of its own */
  watch?: NetworkWatch
}

/**
 * Gets a libp2p node through changes of the network, and through sleep: closes dead
 * connections, enters the network again, announces new addresses, and has its calls
 * recover
 */
export class Recovery {
  private readonly components: RecoveryComponents
  private readonly init: RecoveryInit
  private readonly log: Logger
  private readonly watch: NetworkWatch

  constructor (components: RecoveryComponents, init: RecoveryInit) {
    this.components = components
    this.init = init
    this.log = components.logger.forComponent('groupcall:recovery')
    this.watch = init.watch ?? new NetworkWatch()
    this.watch.addEventListener('disturbance', ({ detail }) => { this.onDisturbance(detail) })
    this.onAddresses = this.onAddresses.bind(this)
  }

  /** Idempotent */
  start (): void {
    this.watch.start()
    ADDRESS_EVENTS.forEach(type => { this.components.events.addEventListener(type, this.onAddresses) })
  }

  /** Idempotent */
  stop (): void {
    this.watch.stop()
    ADDRESS_EVENTS.forEach(type => { this.components.events.removeEventListener(type, this.onAddresses) })
  }

  private onAddresses (): void {
    const addresses = this.ownAddresses()

    for (const recoverable of this.init.recoverables()) {
      recoverable.announce(addresses)
    }
  }

  private onDisturbance (disturbance: Disturbance): void {
    const { dials, entry, recoverables } = this.init
    const { slept, changed, online } = disturbance
    this.log('slept %d ms, changed: %s, online: %s', Math.round(slept), changed, online)

    const checks = this.checkConnections(disturbance)
    const addresses = this.ownAddresses()

    if (online && (slept > 0 || changed)) {
      dials.forgive()
      this.announce()
      entry.redialAll()
    }

    for (const recoverable of recoverables()) {
      recoverable.recover(disturbance, { addresses, checked: async sessionKey => checks.get(sessionKey) })
    }
  }

  private ownAddresses (): Multiaddr[] {
    return selectAddresses(this.components.addressManager.getAddresses())
  }

  /** Returns when the connections to each session are known to work or closed, by session key */
  private checkConnections ({ removed }: Disturbance): Map<string, Promise<void>> {
    const checks = new Map<string, Promise<void>>()

    for (const connection of this.components.connectionManager.getConnections()) {
      const key = sessionKeyOf(connection.remotePeer)
      const check = Promise.all([checks.get(key), checkConnection(connection, removed ?? [])]).then(() => {})
      checks.set(key, check)
    }

    return checks
  }

  /** libp2p announces other addresses only when a transport starts or stops to listen. Identify and the DHT follow the peer store. */
  private announce (): void {
    const { addressManager, peerId, peerStore } = this.components

    peerStore.patch(peerId, { multiaddrs: addressManager.getAddresses().map(withoutPeer) })
      .catch(err => { this.log.error('could not announce other addresses - %e', err) })
  }
}
