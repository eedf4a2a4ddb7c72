import { AbortError } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { TypedEventEmitter } from 'main-event'
import { probeConnection } from '../network/connection-probe.ts'
import { raceConnections } from '../network/dial-race.ts'
import { isList, peerIn } from '../network/dial-target.ts'
import { openConnectionTo } from '../network/open-connection.ts'
import { systemTimers } from '../timers.ts'
import { ENTRY_DIAL_TIMEOUT, GIVEN_UP_AFTER, HURRY_PERIOD, MAX_ENTRY_ADDRESSES } from './limits.ts'
import { nextRedialPause } from './pauses.ts'
import type { DialPool } from '../network/dial-pool.ts'
import type { Timer, Timers } from '../timers.ts'
import type { ComponentLogger, Connection, Libp2pEvents, Logger, PeerId } from '@libp2p/interface'
import type { ConnectionManager, TransportManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { TypedEventTarget } from 'main-event'

export interface NetworkEntryComponents {
  connectionManager: Pick<ConnectionManager, 'getConnections'>
  transportManager: Pick<TransportManager, 'dialTransportForMultiaddr'>
  events: TypedEventTarget<Libp2pEvents>
  logger: ComponentLogger
}

export interface NetworkEntryInit {
  /** Bootstrap peers */
  addresses: Multiaddr[]
  dials: Pick<DialPool, 'dial' | 'reuse'>
  /**
   * Dial no others, even if a member names them
   *
   * @default false
   */
  closed?: boolean
  timers?: Timers
}

export interface NetworkEntryEvents {
  connection: CustomEvent<Connection>
  /** A dial failed; it is tried again */
  failure: CustomEvent<{ address: Multiaddr, error: Error }>
}

/** A bootstrap peer, or a member that may serve as one */
interface Entry {
  readonly addresses: Multiaddr[]
  /** Expected at the addresses, or found there */
  peer?: PeerId
  connected: boolean
  /** Whether the first dial has ended */
  tried: boolean
  /** In a row */
  failures: number
  /** When it was connected last, by the timers' `now`; infinite for a configured bootstrap peer */
  usedAt?: number
  dialling?: AbortController
  redial?: Timer
}

/**
 * Holds the connections by which a peer enters the network. libp2p dials a bootstrap
 * peer once, and gives up on a lost connection after five tries; here all bootstrap
 * peers are dialled at once, at all of their addresses, and again until they answer.
 */
export class NetworkEntry extends TypedEventEmitter<NetworkEntryEvents> {
  private readonly components: NetworkEntryComponents
  private readonly dials: NetworkEntryInit['dials']
  private readonly timers: Timers
  private readonly log: Logger
  /** By PeerId, or by address if that names no peer */
  private readonly entries = new Map<string, Entry>()
  private readonly closed: boolean
  private running?: AbortController
  /** Until then, by the timers' `now`, lost connections are dialled again at once */
  private hurryUntil = -Infinity

  constructor (components: NetworkEntryComponents, { addresses, closed = false, dials, timers = systemTimers }: NetworkEntryInit) {
    super()

    this.components = components
    this.dials = dials
    this.timers = timers
    this.log = components.logger.forComponent('groupcall:network-entry')
    this.onDisconnect = this.onDisconnect.bind(this)
    this.addEntries(addresses)
    this.entries.forEach(entry => { entry.usedAt = Infinity })
    this.closed = closed
  }

  /** Peers that are dialled */
  get size (): number {
    return this.entries.size
  }

  /** Open connections to bootstrap peers */
  get connections (): Connection[] {
    return [...this.entries.values()]
      .map(entry => this.connectionOf(entry))
      .filter(connection => connection != null)
  }

  /** Whether a peer is being dialled for the first time, so that it isn't known yet whether it can be reached */
  get pending (): boolean {
    return [...this.entries.values()].some(({ tried }) => !tried)
  }

  /** Returns at once */
  start (): void {
    if (this.running == null) {
      this.running = new AbortController()
      this.components.events.addEventListener('peer:disconnect', this.onDisconnect)
      this.entries.forEach(entry => { this.dial(entry) })
    }
  }

  /**
   * Adds bootstrap peers, except addresses that are known or that this platform has no
   * transport for: a browser can't dial TCP
   */
  add (addresses: Multiaddr[]): void {
    if (!this.closed) {
      this.addEntries(addresses)
    }
  }

  private addEntries (addresses: Multiaddr[]): void {
    const changed = new Set<Entry>()

    for (const address of addresses.filter(address => isList(address) || this.components.transportManager.dialTransportForMultiaddr(address) != null)) {
      const id = peerIn(address)
      const key = id ?? address.toString()
      const entry = this.entries.get(key) ?? { addresses: [], peer: id == null ? undefined : peerIdFromString(id), connected: false, tried: false, failures: 0 }

      if (!entry.addresses.some(known => known.equals(address)) && entry.addresses.length < MAX_ENTRY_ADDRESSES) {
        entry.addresses.push(address)
        this.entries.set(key, entry)
        changed.add(entry)
      }
    }

    changed.forEach(entry => {
      if (!entry.connected) {
        this.dial(entry)
      }
    })
  }

  /** Finds out whether connections still lead anywhere, and dials at once what would be dialled later */
  check (): void {
    this.entries.forEach(entry => {
      const connection = this.connectionOf(entry)

      if (connection != null) {
        probeConnection(connection).catch(err => { this.log('a bootstrap peer does not answer - %e', err) })
      } else if (entry.redial != null) {
        this.dial(entry)
      }
    })
  }

  /**
   * Dials every bootstrap peer that isn't connected at once, because the network has
   * changed: pauses that have grown, and dials that wait for an answer, belong to the
   * network before. Connections that turn out to be dead are dialled again at once, too
   */
  redialAll (): void {
    this.hurryUntil = this.timers.now() + HURRY_PERIOD
    this.entries.forEach(entry => {
      if (this.connectionOf(entry) == null) {
        this.dial(entry)
      }
    })
  }

  /** Idempotent */
  stop (): void {
    this.running?.abort(new AbortError('The peer was stopped'))
    this.running = undefined
    this.components.events.removeEventListener('peer:disconnect', this.onDisconnect)
    this.entries.forEach(entry => {
      entry.redial?.stop()
      entry.redial = undefined
      entry.connected = false
    })
  }

  private connectionOf ({ connected, peer }: Entry): Connection | undefined {
    return connected && peer != null ? openConnectionTo(this.components.connectionManager, peer) : undefined
  }

  private dial (entry: Entry): void {
    const { running } = this

    if (running == null) {
      return
    }

    const dialling = new AbortController()
    entry.redial?.stop()
    entry.redial = undefined
    entry.dialling?.abort(new AbortError('Another dial has begun'))
    entry.dialling = dialling

    raceConnections([
      ...this.dials.reuse(entry.peer),
      ...entry.addresses.map(address => async (signal: AbortSignal) => this.dials.dial(address, { signal }))
    ], {
      signal: AbortSignal.any([AbortSignal.timeout(ENTRY_DIAL_TIMEOUT), dialling.signal, running.signal]),
      timers: this.timers
    }).then(connection => {
      if (entry.dialling === dialling && !running.signal.aborted) {
        this.onConnection(entry, connection)
      }
    }, error => {
      if (entry.dialling === dialling && !running.signal.aborted) {
        this.log('could not dial bootstrap peer %a - %s', entry.addresses[0], error.message)
        this.redial(entry, entry.failures + 1)
        this.safeDispatchEvent('failure', { detail: { address: entry.addresses[0], error } })
      }
    })
  }

  private onConnection (entry: Entry, connection: Connection): void {
    if (connection.status !== 'open') {
      // its disconnect event has come and gone
      this.redial(entry, entry.failures + 1)
      return
    }

    entry.dialling = undefined
    entry.tried = true
    entry.connected = true
    entry.failures = 0
    entry.usedAt = Math.max(entry.usedAt ?? 0, this.timers.now())
    entry.peer = connection.remotePeer
    this.log('connected to bootstrap peer %p', connection.remotePeer)
    this.safeDispatchEvent('connection', { detail: connection })
  }

  private redial (entry: Entry, failures: number): void {
    const hurries = failures === 0 && this.timers.now() < this.hurryUntil
    const inUse = this.timers.now() - (entry.usedAt ?? -Infinity) < GIVEN_UP_AFTER

    entry.dialling = undefined
    entry.tried = true
    entry.failures = failures
    entry.redial = this.timers.after(hurries ? 0 : nextRedialPause(failures, inUse, Math.random()), () => { this.dial(entry) })
  }

  private onDisconnect ({ detail: peer }: CustomEvent<PeerId>): void {
    this.entries.forEach(entry => {
      if (entry.connected && peer.equals(entry.peer)) {
        this.log('lost bootstrap peer %p', peer)
        entry.connected = false
        entry.usedAt = Math.max(entry.usedAt ?? 0, this.timers.now())
        this.redial(entry, 0)
      }
    })
  }
}
