import { AbortError } from '@libp2p/interface'
import { TypedEventEmitter } from 'main-event'
import { shortKey } from '../../keys/index.ts'
import { Discovery } from '../discovery/index.ts'
import { selectAddresses } from '../network/addresses.ts'
import { probeConnection } from '../network/connection-probe.ts'
import { openConnectionTo } from '../network/open-connection.ts'
import { fromProvider } from './candidate-queue.ts'
import { JoinDialer } from './join-dialer.ts'
import { REACH_TIMEOUT } from './limits.ts'
import { LostMembers } from './lost-members.ts'
import { known } from './possible-members.ts'
import { peerIdOf, sessionKeyOf } from './session-peer.ts'
import type { Candidate } from './candidate-queue.ts'
import type { PossibleMembers } from './possible-members.ts'
import type { DiscoveryComponents, DiscoveryInit, NetworkEntry } from '../discovery/index.ts'
import type { GroupKeys } from '../group/index.ts'
import type { ConnectOptions } from '../signaling/index.ts'
import type { Timer, Timers } from '../timers.ts'
import type { AbortOptions, Connection, Logger, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** What all searches of a libp2p node share */
export interface SearchComponents {
  node: DiscoveryComponents
  networkEntry: Pick<NetworkEntry, 'add' | 'addEventListener' | 'check' | 'connections' | 'pending' | 'removeEventListener' | 'size'>
  members: Pick<PossibleMembers, 'addEventListener' | 'list' | 'removeEventListener'>
  /** How the network's DHT is used */
  dht: Pick<DiscoveryInit, 'dhtProtocol' | 'clock' | 'privateAddresses' | 'proofs' | 'reservations'>
  timers: Timers
}

/** Speaks to the peers that a search finds */
export interface Asker {
  /** Becomes reachable for answers at these addresses */
  open(addresses: Multiaddr[]): Promise<void>
  /** Undoes `open`. Idempotent */
  close(): Promise<void>
  /** Whether no member has been found: a lone peer looks more often */
  isAlone(): boolean
  /** Whether there is no need to ask a session (64 hex digits) */
  isKnown(sessionKey: string): boolean
  /** Dials a peer and sends it the request; {@link Search.succeed} and {@link Search.fail} report the answer */
  ask(peer: PeerInfo, options: ConnectOptions): Promise<void>
}

export interface SearchInit {
  keys: GroupKeys
  asker: Asker
  /**
   * Find others without being found
   *
   * @default false
   */
  findOnly?: boolean
  /**
   * ms between two lookups at most, while nobody is found
   *
   * @default 60_000
   */
  longestPause?: number
  /**
   * Ask possible members before the DHT has named any
   *
   * @default ask only peers that the DHT names
   */
  hints?: {
    groupId: Uint8Array
    /** Of members and bootstrap peers, for example from an invite */
    addresses?: Multiaddr[]
    members?: PeerInfo[]
  }
}

export interface SearchEvents {
  /** A bootstrap peer is connected, and is asked */
  entry: CustomEvent<Connection>
  /** A peer that may be a member is being dialled */
  attempt: CustomEvent<PeerInfo>
  /** A lookup in the DHT ended, having found so many providers */
  lookup: CustomEvent<{ found: number }>
  /** It is time to look for members that were lost, by any way: see {@link Search.lose} */
  look: CustomEvent<void>
  /** Every way of reaching a member has failed so far. The search goes on. */
  exhausted: CustomEvent<void>
  /** Something is in the way. The message says what to do; the search goes on. */
  problem: CustomEvent<{ message: string }>
}

/**
 * Finds the members of a group and asks them, until it is stopped: looks in the DHT,
 * at the addresses of invites and earlier calls, and on the local network.
 *
 * `stop()` may overtake `start()` at any point, and leaves nothing behind.
 */
export class Search extends TypedEventEmitter<SearchEvents> {
  private readonly components: SearchComponents
  private readonly init: SearchInit
  private readonly log: Logger
  private readonly dialer: JoinDialer
  private readonly lost: LostMembers
  private readonly stopped = new AbortController()
  private keys: GroupKeys
  private discovery?: Discovery
  private reachTimer?: Timer
  /** Whether nobody would be news, because a DHT peer has answered, or should have */
  private lookedUp = false
  /** Whether bootstrap peers that haven't answered so far are no longer waited for */
  private timeIsUp = false
  /** Why no bootstrap peer can be reached, until the user has been told */
  private unreachable?: string

  constructor (components: SearchComponents, init: SearchInit) {
    super()

    this.components = components
    this.init = init
    this.keys = init.keys
    this.log = components.node.logger.forComponent('groupcall:search')
    this.dialer = new JoinDialer({
      introducer: {
        isKnown: ({ id }) => init.asker.isKnown(sessionKeyOf(id)),
        ask: async (peer, options) => init.asker.ask(peer, options)
      },
      timers: components.timers,
      log: this.log
    })
    this.dialer.addEventListener('attempt', ({ detail }) => { this.safeDispatchEvent('attempt', { detail }) })
    this.dialer.addEventListener('slow', () => { this.onSlow() })
    this.dialer.addEventListener('idle', () => {
      this.checkReachable()
      this.checkExhausted()
    })
    this.lost = new LostMembers({ timers: components.timers, onLook: () => { this.look() } })
    this.onEntry = this.onEntry.bind(this)
    this.onEntryFailure = this.onEntryFailure.bind(this)
    this.onNeighbour = this.onNeighbour.bind(this)
  }

  /**
   * Begins to search. Waits for no answer.
   *
   * @throws {AbortError} when it was stopped meanwhile
   */
  async start ({ signal }: AbortOptions = {}): Promise<void> {
    const overtaken = Promise.withResolvers<never>()
    const onAbort = (): void => { overtaken.reject(signal?.aborted === true ? signal.reason : this.stopped.signal.reason) }
    const signals = [this.stopped.signal, ...(signal == null ? [] : [signal])]

    try {
      signals.forEach(signal => { signal.throwIfAborted() })
      signals.forEach(signal => { signal.addEventListener('abort', onAbort, { once: true }) })
      await Promise.race([this.begin(AbortSignal.any(signals)), overtaken.promise])
    } catch (err) {
      await this.stop()

      throw err
    } finally {
      signals.forEach(signal => { signal.removeEventListener('abort', onAbort) })
    }
  }

  /** Idempotent; resolves when all queries have ended */
  async stop (): Promise<void> {
    const { networkEntry, members } = this.components

    this.stopped.abort(new AbortError('The search was stopped'))
    this.dialer.stop()
    this.lost.stop()
    this.reachTimer?.stop()
    networkEntry.removeEventListener('connection', this.onEntry)
    networkEntry.removeEventListener('failure', this.onEntryFailure)
    members.removeEventListener('neighbour', this.onNeighbour)
    await Promise.all([this.init.asker.close(), this.discovery?.stop()])
  }

  /** Searches where the group meets from now on: it has a new epoch */
  async changeKeys (keys: GroupKeys): Promise<void> {
    const before = this.discovery
    this.keys = keys

    if (before != null && !this.stopped.signal.aborted) {
      await Promise.all([before.stop(), this.discover()])
    }
  }

  /** Called when a session (64 hex digits) answered */
  succeed (sessionKey: string): void {
    this.dialer.succeed(peerIdOf(sessionKey).toString())
  }

  /** Called when a session does not speak the group's protocol, or refused */
  fail (sessionKey: string): void {
    this.dialer.fail(peerIdOf(sessionKey).toString())
  }

  /** Called when a member was lost: looks for it at once, where it was and everywhere else, and then with growing pauses */
  lose (publicKey: string, peer: PeerInfo): void {
    if (!this.stopped.signal.aborted) {
      if (!this.lost.has(peer)) {
        this.log('search for %s, which is lost', shortKey(publicKey))
      }

      this.lost.add(publicKey, peer)
    }
  }

  /** Called when a member that may have been lost is back, or has left */
  find (publicKey: string): void {
    this.lost.delete(publicKey)
  }

  /** Puts off a walk of the DHT, because a join needs the processor now */
  makeRoom (): void {
    this.discovery?.makeRoom()
  }

  private async begin (signal: AbortSignal): Promise<void> {
    const { networkEntry, node, members } = this.components
    const { asker, hints } = this.init

    try {
      await asker.open(selectAddresses(node.addressManager.getAddresses()))
    } finally {
      if (signal.aborted) {
        // it may have opened after stop() had closed it
        await asker.close()
      }
    }

    signal.throwIfAborted()
    this.reachTimer = this.components.timers.after(REACH_TIMEOUT, () => { this.onReachTimeout() })
    networkEntry.addEventListener('connection', this.onEntry)
    networkEntry.addEventListener('failure', this.onEntryFailure)

    if (hints != null) {
      networkEntry.add(hints.addresses ?? [])
      members.addEventListener('neighbour', this.onNeighbour)
      hints.members?.forEach(peer => { this.add(known(peer)) })
      this.addPossibleMembers()
    }

    await this.discover()
    this.checkEntries()
  }

  private async discover (): Promise<void> {
    const { dht, networkEntry, node, timers } = this.components
    const discovery = new Discovery(node, {
      ...dht,
      keys: this.keys,
      findOnly: this.init.findOnly,
      longestPause: this.init.longestPause,
      alone: () => this.init.asker.isAlone(),
      timers
    })

    this.discovery = discovery
    discovery.addEventListener('provider', ({ detail }) => { this.add(fromProvider(detail)) })
    discovery.addEventListener('lookup', ({ detail: { found, conclusive } }) => {
      this.log('a lookup found %d providers%s', found, conclusive ? '' : ', and asked nobody')
      this.safeDispatchEvent('lookup', { detail: { found } })
      // a walk may have ended before there was a DHT peer to ask
      this.lookedUp ||= conclusive
      this.checkExhausted()
    })

    try {
      await discovery.start()
    } catch (err) {
      if (this.discovery === discovery) {
        throw err
      }

      // another epoch has begun
      return
    }

    networkEntry.connections.forEach(connection => { this.addEntry(connection) })
  }

  private addEntry (connection: Connection): void {
    this.unreachable = undefined
    this.safeDispatchEvent('entry', { detail: connection })
    this.discovery?.addDhtPeer(connection)
  }

  private onEntry ({ detail }: CustomEvent<Connection>): void {
    this.addEntry(detail)
  }

  private onEntryFailure ({ detail: { address, error } }: CustomEvent<{ address: Multiaddr, error: Error }>): void {
    this.unreachable ??= `Can't reach ${address.toString()} (${error.message}). Check your network, and that the bootstrap peer is running`
    this.checkReachable()
    this.checkExhausted()
  }

  /** Reports once that the network is unreachable, unless a member can be reached without it */
  private checkReachable (): void {
    if (this.unreachable != null && this.unreachable !== '' && !this.components.networkEntry.pending && this.dialer.idle && this.isIsolated() && this.init.asker.isAlone()) {
      this.showProblem(this.unreachable)
      this.unreachable = ''
    }
  }

  private onSlow (): void {
    if (this.init.asker.isAlone()) {
      this.showProblem('Someone is there, but takes long to answer. Still trying…')
    }
  }

  private onNeighbour ({ detail }: CustomEvent<Candidate>): void {
    this.add(detail)
  }

  private add (candidate: Candidate): void {
    this.dialer.add(this.lost.has(candidate.peer) ? { ...candidate, returning: true } : candidate)
  }

  private addPossibleMembers (): void {
    const { hints } = this.init

    if (hints != null) {
      this.components.members.list(hints.groupId, hints.addresses).forEach(candidate => { this.add(candidate) })
    }
  }

  private look (): void {
    const { networkEntry, node } = this.components

    networkEntry.check()
    this.discovery?.look()

    for (const peer of this.lost.peers) {
      const connection = openConnectionTo(node.connectionManager, peer.id)

      if (connection != null) {
        probeConnection(connection).catch(err => { this.log('a lost member does not answer - %e', err) })
      }

      this.dialer.forgive(peer.id.toString())
      this.add({ ...known(peer), source: 'lost' })
    }

    this.addPossibleMembers()
    this.safeDispatchEvent('look')
  }

  private checkEntries (): void {
    if (this.components.networkEntry.size === 0 && this.dialer.idle && this.isIsolated()) {
      this.showProblem('No bootstrap peer is known, so only members on your local network can be found. Give the address of a bootstrap peer, or an invite')
      this.lookedUp = true
      this.checkExhausted()
    }
  }

  private onReachTimeout (): void {
    if (!this.lookedUp && this.init.asker.isAlone()) {
      this.showProblem('Can\'t reach anybody. Still trying: check your network, and that a bootstrap peer is running')
    }

    this.lookedUp = true
    this.timeIsUp = true
    this.checkExhausted()
  }

  /** Before giving up, asks the DHT peers that have not been asked: those that were may have lied */
  private checkExhausted (): void {
    if (this.stopped.signal.aborted || this.discovery == null || !this.lookedUp || !this.dialer.idle) {
      return
    }

    // others may be found behind bootstrap peers that have yet to answer
    if (!this.timeIsUp && (this.components.networkEntry.pending || this.discovery.busy)) {
      return
    }

    if (!this.init.asker.isAlone() || !this.discovery.askOthers()) {
      this.safeDispatchEvent('exhausted')
    }
  }

  private isIsolated (): boolean {
    return (this.discovery?.connectedPeers ?? 0) === 0
  }

  private showProblem (message: string): void {
    this.safeDispatchEvent('problem', { detail: { message } })
  }
}
