import { AbortError } from '@libp2p/interface'
import { TypedEventEmitter } from 'main-event'
import { rendezvousSlots } from '../group/index.ts'
import { CLOSEST_PEERS } from '../network/limits.ts'
import { openConnectionTo } from '../network/open-connection.ts'
import { setNewest } from '../newest.ts'
import { systemTimers } from '../timers.ts'
import { Closest } from './closest.ts'
import { Inquiry } from './inquiry.ts'
import { CLOCK_INTERVAL, MAX_AGREED_TIMES, WALK_DELAY, WALK_TIMEOUT } from './limits.ts'
import { Neighbours } from './neighbours.ts'
import { NetworkClock } from './network-clock.ts'
import { isRecordDue, nextLookupPause } from './pauses.ts'
import { walkTo } from './walk.ts'
import type { FoundProvider } from './direct-first.ts'
import type { Answer, AskingInit } from './inquiry.ts'
import type { GroupKeys, Rendezvous } from '../group/index.ts'
import type { RelayReservations } from '../network/relay-reservation.ts'
import type { Timer, Timers } from '../timers.ts'
import type { ComponentLogger, Connection, Libp2pEvents, Logger, PeerId, PeerRouting, PeerStore } from '@libp2p/interface'
import type { AddressManager, ConnectionManager, Registrar } from '@libp2p/interface-internal'
import type { TypedEventTarget } from 'main-event'

export interface DiscoveryComponents {
  peerId: PeerId
  registrar: Registrar
  connectionManager: ConnectionManager
  addressManager: AddressManager
  peerRouting: PeerRouting
  peerStore: Pick<PeerStore, 'get'>
  events: TypedEventTarget<Libp2pEvents>
  logger: ComponentLogger
}

export interface DiscoveryInit extends AskingInit {
  keys: GroupKeys
  /** Whether nobody else is in the call: a lone peer looks more often */
  alone(): boolean
  /**
   * ms between two lookups at most, while alone
   *
   * @default 60_000
   */
  longestPause?: number
  /**
   * Decides in which hours to meet
   *
   * @default a clock for this search alone, by `Date.now`
   */
  clock?: NetworkClock
  /**
   * Relay reservations that this peer is making: without their addresses nobody can find it
   *
   * @default none
   */
  reservations?: Pick<RelayReservations, 'addEventListener' | 'removeEventListener' | 'settled'>
  timers?: Timers
}

/** Slots whose keys are kept: for each time, those around an edge, and the next */
const MAX_SLOTS = 3 * (1 + MAX_AGREED_TIMES)

export interface DiscoveryEvents {
  provider: CustomEvent<FoundProvider>
  /**
   * A lookup ended. If it found nobody, it is `conclusive` only if a DHT peer
   * answered.
   */
  lookup: CustomEvent<{ found: number, conclusive: boolean }>
}

/**
 * Provides this peer under the group's rendezvous key, and finds the other
 * providers. Asks the connected DHT peers at once, and walks the DHT after that, so
 * that a DHT peer that lies can't hide what the others answer.
 */
export class Discovery extends TypedEventEmitter<DiscoveryEvents> {
  private readonly components: DiscoveryComponents
  private readonly init: DiscoveryInit
  private readonly log: Logger
  private readonly timers: Timers
  private readonly stopped = new AbortController()
  private readonly slots = new Map<string, Promise<Rendezvous>>()
  private readonly inquiry: Inquiry
  private readonly neighbours: Neighbours
  private readonly clock: NetworkClock
  private topology?: string
  private lookupTimer?: Timer
  private clockTimer?: Timer
  private lookups = 0
  /** Lookups under way, or about to be, whose answers matter: in hours that others have just reported, and with new addresses of ours */
  private catchingUp = 0
  /** A conclusive lookup is to be told after those */
  private withheld = false
  private walking?: Promise<void>
  /** Whether a walk has yet to report what it found */
  private exploring = false
  private walkAgain = false
  private walkAborted?: AbortController

  constructor (components: DiscoveryComponents, init: DiscoveryInit) {
    super()

    this.components = components
    this.init = init
    this.timers = init.timers ?? systemTimers
    this.log = components.logger.forComponent('groupcall:discovery')
    this.clock = init.clock ?? new NetworkClock()
    this.inquiry = new Inquiry(components, {
      ...init,
      clock: this.clock,
      onProvider: detail => { this.safeDispatchEvent('provider', { detail }) },
      signal: this.stopped.signal,
      log: this.log
    })
    this.neighbours = new Neighbours({
      inquiry: this.inquiry,
      rendezvous: async () => this.rendezvous(),
      alone: () => init.alone(),
      timers: this.timers,
      onAnswers: answers => { this.onAnswers(answers) },
      signal: this.stopped.signal,
      log: this.log
    })
    this.onQuerySelf = this.onQuerySelf.bind(this)
    this.onAddresses = this.onAddresses.bind(this)
    this.onTimes = this.onTimes.bind(this)
    this.onReservation = this.onReservation.bind(this)
  }

  /** Number of DHT peers that can be asked without dialling */
  get connectedPeers (): number {
    return this.neighbours.size
  }

  /** Whether a `lookup` event will follow, about a question or a walk under way */
  get busy (): boolean {
    return this.neighbours.busy || this.exploring
  }

  /**
   * Waits for no answer: what is found comes as events
   *
   * @throws {AbortError} when it was stopped meanwhile; nothing is left behind
   */
  async start (): Promise<void> {
    this.stopped.signal.throwIfAborted()

    const topology = await this.components.registrar.register(this.init.dhtProtocol, {
      onConnect: (_, connection) => {
        // a relay carries only signaling, and a question would be reset
        if (connection.limits == null) {
          this.neighbours.add(connection)
        }
      },
      onDisconnect: peer => { this.neighbours.remove(peer) }
    })

    if (this.stopped.signal.aborted) {
      this.components.registrar.unregister(topology)
      this.stopped.signal.throwIfAborted()
    }

    this.topology = topology
    this.addConnected().catch(err => { this.log.error('no connected DHT peers - %e', err) })
    this.components.events.addEventListener('self:peer:update', this.onAddresses)
    // that comes a second after a relay reservation, this at once
    this.components.events.addEventListener('transport:listening', this.onAddresses)
    this.components.events.addEventListener('kad-dht:query:self' as keyof Libp2pEvents, this.onQuerySelf)
    this.clock.addEventListener('times', this.onTimes)
    this.init.reservations?.addEventListener('pending', this.onReservation)
    this.onReservation()
    this.neighbours.ask()
    this.watchClock()
    // a walk costs processor time that the join needs, and is only useful if the
    // neighbours know nobody
    this.lookupTimer = this.timers.after(WALK_DELAY, () => { this.walk() })
  }

  /** Idempotent; resolves when all queries have ended */
  async stop (): Promise<void> {
    this.stopped.abort(new AbortError('The discovery was stopped'))
    this.lookupTimer?.stop()
    this.clockTimer?.stop()
    this.clock.removeEventListener('times', this.onTimes)
    this.init.reservations?.removeEventListener('pending', this.onReservation)
    this.components.events.removeEventListener('self:peer:update', this.onAddresses)
    this.components.events.removeEventListener('transport:listening', this.onAddresses)
    this.components.events.removeEventListener('kad-dht:query:self' as keyof Libp2pEvents, this.onQuerySelf)

    if (this.topology != null) {
      this.components.registrar.unregister(this.topology)
      this.topology = undefined
    }

    await Promise.all([this.walking, this.neighbours.stop()])
  }

  /**
   * Adds a peer that is known to serve the DHT, such as a bootstrap peer: it is asked
   * before identify has told its protocols
   */
  addDhtPeer (connection: Connection): void {
    this.neighbours.add(connection, true)
  }

  /** Adds the DHT peers that were identified before: libp2p reports only those that are identified from now on */
  private async addConnected (): Promise<void> {
    const { connectionManager, peerStore } = this.components
    const connections = connectionManager.getConnections().filter(({ limits }) => limits == null)
    const known = await Promise.all(connections.map(async ({ remotePeer }) => peerStore.get(remotePeer).catch(() => undefined)))

    connections
      .filter((_, index) => known[index]?.protocols.includes(this.init.dhtProtocol) === true)
      .forEach(connection => { this.neighbours.add(connection) })
  }

  /** Puts off a walk in progress, because a join needs the processor now */
  makeRoom (): void {
    if (!this.stopped.signal.aborted) {
      this.walkAborted?.abort()
      this.lookupTimer?.stop()
      this.lookupTimer = this.timers.after(WALK_DELAY, () => { this.walk() })
    }
  }

  /**
   * Asks the other neighbours, and then those that a walk meets, because no peer that the
   * nearest one named is a member. Ends with a `lookup` event; returns false if there is
   * nobody left to ask.
   */
  askOthers (): boolean {
    if (this.neighbours.askOthers()) {
      return true
    }

    if (this.lookups === 0 && this.neighbours.size > 0) {
      this.walk()
    }

    return this.exploring
  }

  /** Looks again, now: everybody is asked, and the peers that a walk in progress has met so far, too */
  look (): void {
    if (!this.stopped.signal.aborted) {
      this.neighbours.askAfresh().catch(err => { this.log.error('a lookup failed - %e', err) })
      this.walkAgain = this.walking != null
      this.walk()
    }
  }

  /** The first self-query has filled the routing table, so a walk gets further now */
  private onQuerySelf (): void {
    if (this.lookups === 1) {
      this.walk()
    }
  }

  /** DHT servers drop a record without addresses, and one with old addresses misleads */
  private onAddresses (): void {
    this.catchUp(this.neighbours.askAfresh())
  }

  /** Of two peers that look for each other without an address, neither finds the other */
  private onReservation (): void {
    const { findOnly = false, reservations } = this.init
    const settled = reservations?.settled

    // by then the new address has been announced
    if (!findOnly && settled != null) {
      this.catchUp(settled)
    }
  }

  /** Searches the hours that others report */
  private onTimes (): void {
    this.catchUp(this.neighbours.askAll())

    if (this.walking != null) {
      this.walkAgain = true
    } else if (this.lookups > 0) {
      this.walk()
    }
  }

  /** Until this has ended, no lookup is conclusive */
  private catchUp (lookup: Promise<void>): void {
    this.catchingUp++
    lookup.catch(err => { this.log.error('a lookup failed - %e', err) }).finally(() => {
      this.catchingUp--

      if (this.catchingUp === 0 && this.withheld) {
        this.withheld = false
        this.tell(0, true)
      }
    })
  }

  private async rendezvous (): Promise<Rendezvous[]> {
    return Promise.all([...this.slotsNow].map(async slot => {
      const rendezvous = this.slots.get(slot.toString()) ?? this.init.keys.rendezvous(slot)
      setNewest(this.slots, slot.toString(), rendezvous, MAX_SLOTS)

      return rendezvous
    }))
  }

  /** Slots of the local time first */
  private get slotsNow (): Set<number> {
    return new Set(this.clock.times.flatMap(time => rendezvousSlots(time)))
  }

  private onAnswers (answers: Array<Answer | undefined>): void {
    if (this.stopped.signal.aborted) {
      return
    }

    const found = sum(answers)
    const conclusive = answers.some(answer => answer != null)

    this.withheld ||= conclusive && this.catchingUp > 0
    this.tell(found, conclusive && this.catchingUp === 0)

    if (found === 0 && this.lookups === 0) {
      this.walk()
    }
  }

  private tell (found: number, conclusive: boolean): void {
    if (!this.stopped.signal.aborted) {
      this.safeDispatchEvent('lookup', { detail: { found, conclusive } })
    }
  }

  /** Asks the peers near the keys, wherever they are. There is one walk at a time. */
  private walk (): void {
    if (this.stopped.signal.aborted) {
      return
    }

    this.exploring ||= this.walking == null
    this.walking ??= this.walkAll().catch(err => { this.log.error('a walk failed - %e', err) }).finally(() => {
      this.walking = undefined
      this.exploring = false

      if (this.walkAgain && !this.stopped.signal.aborted) {
        this.walkAgain = false
        this.walk()
      } else if (this.walkAborted?.signal.aborted !== true) {
        this.scheduleLookup()
      }
    })
  }

  private async walkAll (): Promise<void> {
    this.walkAborted = new AbortController()
    const signal = AbortSignal.any([AbortSignal.timeout(WALK_TIMEOUT), this.walkAborted.signal, this.stopped.signal])
    this.lookups++

    const answers = await Promise.all((await this.rendezvous()).map(async rendezvous => this.askClosest(rendezvous, signal)))

    this.exploring = false

    if (this.walkAborted.signal.aborted !== true) {
      this.onAnswers(answers.flat())
    }
  }

  /** Asks each peer as soon as it is met, because the walk may take long */
  private async askClosest (rendezvous: Rendezvous, signal: AbortSignal): Promise<Array<Answer | undefined>> {
    const closest = new Closest(rendezvous.key, CLOSEST_PEERS)
    const answers: Array<Promise<Answer | undefined>> = []

    await walkTo(this.components.peerRouting, rendezvous.key, {
      signal,
      onPeer: peer => {
        const connection = openConnectionTo(this.components.connectionManager, peer)

        if (connection != null && closest.add(peer)) {
          answers.push(this.inquiry.ask(connection, rendezvous))
        }
      }
    }).catch(err => { this.log('a walk failed - %e', err) })

    // kad-dht drops slow peers from its table even while they are connected, so a walk misses them
    return Promise.all([...answers, ...signal.aborted ? [] : this.neighbours.askNearest(rendezvous)])
  }

  private scheduleLookup (): void {
    this.lookupTimer?.stop()

    if (!this.stopped.signal.aborted) {
      this.lookupTimer = this.timers.after(nextLookupPause(this.lookups, this.init.alone(), Math.random(), this.init.longestPause), () => { this.look() })
    }
  }

  /** Renews the record every 20 minutes, and at once when a new slot begins by any of the times */
  private watchClock (): void {
    let givenAt = this.clock.times

    this.clockTimer = this.timers.every(CLOCK_INTERVAL, () => {
      const now = this.clock.times

      if (now.some((time, index) => isRecordDue(givenAt[index] ?? time, time))) {
        givenAt = now
        this.look()
      } else {
        // a new time was searched when it was reported
        givenAt = now.map((time, index) => givenAt[index] ?? time)
      }
    })
  }
}

function sum (answers: Array<Answer | undefined>): number {
  return answers.reduce((total, answer) => total + (answer?.found ?? 0), 0)
}
