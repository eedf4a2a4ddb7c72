import { peerIdFromString } from '@libp2p/peer-id'
import { defaultMultiaddrSorter } from '@libp2p/utils'
import { raceConnections } from '../network/dial-race.ts'
import { dialTargetOf, relayTargetOf } from '../network/dial-target.ts'
import { openConnectionTo } from '../network/open-connection.ts'
import { patientTimers } from '../patient-timers.ts'
import { MAX_ADDRESSES } from './limits.ts'
import type { SignalingComponents } from './signaling-init.ts'
import type { DialRequest, Told } from '../network/dial-budget.ts'
import type { DialPool } from '../network/dial-pool.ts'
import type { DialTarget } from '../network/dial-target.ts'
import type { Timers } from '../timers.ts'
import type { AbortOptions, Connection, PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

type AddressDialerComponents = Pick<SignalingComponents, 'connectionManager' | 'transportManager' | 'peerStore' | 'peerRouting'>

export interface AddressDialOptions {
  signal: AbortSignal
  /** See `PoolDialOptions` */
  onAccepted?(): void
}

interface DialOptions extends AddressDialOptions {
  told: Told
  /** Dial although there is a connection, which may be dead */
  force?: boolean
}

/** Why an address did not answer */
export interface DialFailure {
  address: Multiaddr
  error: Error
}

export interface AddressDialerInit {
  dials: Pick<DialPool, 'budget' | 'dial' | 'reuse'>
  /** @default those of the system */
  timers?: Pick<Timers, 'after' | 'now'>
}

/** Races the addresses that others have told, as far as the budget allows */
export class AddressDialer {
  private readonly components: AddressDialerComponents
  private readonly dials: AddressDialerInit['dials']
  private readonly timers: Pick<Timers, 'after' | 'now'>

  constructor (components: AddressDialerComponents, { dials, timers = patientTimers }: AddressDialerInit) {
    this.components = components
    this.dials = dials
    this.timers = timers
  }

  /**
   * Returns a connection to a peer: an open one if its other end is still there, or a new
   * one. Without addresses, those that libp2p knows or finds are dialled.
   *
   * @throws {Error} when no address answered, or none may be dialled now
   */
  async dial (peer: PeerId, addresses: Multiaddr[], told: Told, options: AddressDialOptions): Promise<Connection> {
    const init = { ...options, told }
    const dials = addresses.length > 0
      ? this.dialsOf(addresses, peer, init)
      : [async (signal: AbortSignal) => this.race(this.dialsOf(await this.locate(peer, { ...init, signal }), peer, init), signal)]

    return this.race([...this.dials.reuse(peer), ...dials], options.signal)
  }

  private async race (dials: Array<(signal: AbortSignal) => Promise<Connection>>, signal: AbortSignal): Promise<Connection> {
    return raceConnections(dials, { signal, timers: this.timers })
  }

  private dialsOf (addresses: Multiaddr[], peer: PeerId, options: DialOptions): Array<(signal: AbortSignal) => Promise<Connection>> {
    return defaultMultiaddrSorter([...addresses]).map(address => async signal => this.dialAddress(address, peer, { ...options, signal }))
  }

  /**
   * Dials the addresses of a peer, regardless of connections to it. Returns why each
   * failed, or undefined as soon as one answers
   */
  async probe (peer: PeerId, addresses: Multiaddr[], told: Told, { signal }: Required<AbortOptions>): Promise<DialFailure[] | undefined> {
    const failures: DialFailure[] = []

    for (const address of addresses.filter(address => this.components.transportManager.dialTransportForMultiaddr(address) != null)) {
      try {
        const connection = await this.dialAddress(address, peer, { told, signal, force: true })
        await this.closeIfSurplus(connection)

        return undefined
      } catch (error: any) {
        failures.push({ address, error })
      }
    }

    return failures
  }

  /**
   * Closes a relayed connection to a peer that has another: each probe of a peer behind a NAT
   * opens one, and nothing else would close it. Direct ones stay, because their end means
   * that a process has died.
   */
  private async closeIfSurplus (connection: Connection): Promise<void> {
    const others = this.components.connectionManager.getConnections(connection.remotePeer).filter(other => other !== connection && other.status === 'open')

    if (connection.limits != null && others.length > 0) {
      await connection.close().catch(err => { connection.abort(err) })
    }
  }

  private async dialAddress (address: Multiaddr, peer: PeerId, options: DialOptions): Promise<Connection> {
    if (this.components.transportManager.dialTransportForMultiaddr(address) == null) {
      throw new Error('There is no transport for the address')
    }

    const relay = relayTargetOf(address)

    if (relay == null) {
      return this.dialTarget(dialTargetOf(address), address, peer, options)
    }

    const relayPeer = peerIdFromString(relay.id)

    if (this.connectionTo(relayPeer) == null) {
      // not accepted by the peer
      await this.dialTarget(dialTargetOf(relay.address), relay.address, relayPeer, { ...options, force: false, onAccepted: undefined })
    }

    // nothing but the relay is dialled: if the peer isn't there, that holds for nobody else behind it
    return this.dialTarget({ key: `relay ${relay.id} ${peer.toString()}`, named: false }, address, peer, options)
  }

  private async dialTarget (target: DialTarget | undefined, address: Multiaddr, peer: PeerId, { told, signal, force, onAccepted }: DialOptions): Promise<Connection> {
    if (target == null) {
      throw new Error('The address is of a kind that is not dialled')
    }

    return this.spend({ target, peer: peer.toString(), told }, signal, async () => force === true
      ? this.components.connectionManager.openConnection([withPeer(address, peer)], { signal, force })
      : this.dials.dial(withPeer(address, peer), { signal, onAccepted }))
  }

  /** Returns the addresses that libp2p has heard of, or finds */
  private async locate (peer: PeerId, { told, signal }: DialOptions): Promise<Multiaddr[]> {
    const { peerRouting, peerStore } = this.components
    const { addresses } = await peerStore.get(peer).catch(() => ({ addresses: [] }))

    if (addresses.length > 0) {
      return addresses.map(({ multiaddr }) => multiaddr).slice(0, MAX_ADDRESSES)
    }

    // each search dials peers of the DHT
    const id = peer.toString()
    const { multiaddrs } = await this.spend({ target: { key: `find ${id}`, named: false }, peer: id, told }, signal, async () => peerRouting.findPeer(peer, { signal }))

    return multiaddrs.slice(0, MAX_ADDRESSES)
  }

  /** Makes an attempt if the budget allows, and reports how it ended */
  private async spend <T> (request: DialRequest, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    if (!this.dials.budget.begin(request, this.timers.now())) {
      throw new Error('Too many addresses were named, or this one failed a moment ago')
    }

    try {
      const result = await attempt()
      this.dials.budget.succeed(request)

      return result
    } catch (err) {
      // the user has left, or an attempt was given up for another reason than its time
      if (signal.aborted && signal.reason?.name === 'AbortError') {
        this.dials.budget.cancel(request)
      } else {
        this.dials.budget.fail(request, this.timers.now())
      }

      throw err
    }
  }

  private connectionTo (peer: PeerId): Connection | undefined {
    return openConnectionTo(this.components.connectionManager, peer)
  }
}

function withPeer (address: Multiaddr, peer: PeerId): Multiaddr {
  return address.getComponents().at(-1)?.name === 'p2p' ? address : address.encapsulate(`/p2p/${peer.toString()}`)
}
