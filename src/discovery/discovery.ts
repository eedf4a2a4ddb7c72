import { TypedEventEmitter } from 'main-event'
import { rendezvousSlots } from '../group/index.ts'
import { CLOSEST_PEERS } from '../network/limits.ts'
import { setNewest } from '../newest.ts'
import { Closest } from './closest.ts'
import { Inquiry } from './inquiry.ts'
import { CLOCK_INTERVAL, WALK_DELAY, WALK_TIMEOUT } from './limits.ts'
import { Neighbours } from './neighbours.ts'
import { isRecordDue, nextLookupPause } from './pauses.ts'
import { walkTo } from './walk.ts'
import type { FoundProvider } from './direct-first.ts'
import type { Answer, AskingInit } from './inquiry.ts'
import type { GroupKeys, Rendezvous } from '../group/index.ts'
import type { ComponentLogger, Connection, Libp2pEvents, Logger, PeerId, PeerRouting } from '@libp2p/interface'
import type { AddressManager, ConnectionManager, Registrar } from '@libp2p/interface-internal'
import type { TypedEventTarget } from 'main-event'

export interface DiscoveryComponents {
  peerId: PeerId
  registrar: Registrar
  connectionManager: ConnectionManager
  addressManager: AddressManager
  peerRouting: PeerRouting
  events: TypedEventTarget<Libp2pEvents>
  logger: ComponentLogger
}

export interface DiscoveryInit extends AskingInit {
  keys: GroupKeys
  /** Whether nobody else has been found; a lone peer looks more often */
  alone(): boolean
  /**
   * ms since the Unix epoch
   *
   * @default Date.now
   */
  now?(): number
}

/** Slots whose keys are at hand: those around an edge, and the next */
const MAX_SLOTS = 4

export interface DiscoveryEvents {
  provider: CustomEvent<FoundProvider>
  /**
   * A lookup has ended, having found that many. When that is none, it is
   * `conclusive` only if somebody was there to answer.
   */
  lookup: CustomEvent<{ found: number, conclusive: boolean }>
}

/**
 * Makes this peer known under the group's rendezvous key, and finds who else is.
 * Asks the DHT peers that are connected at once, and walks the DHT behind that.
 * Whoever lies among them cannot keep it from asking the others.
 */
export class Discovery extends TypedEventEmitter<DiscoveryEvents> {
  private readonly components: DiscoveryComponents
  private readonly init: DiscoveryInit
  private readonly log: Logger
  private readonly stopped = new AbortController()
  private readonly slots = new Map<string, Promise<Rendezvous>>()
  private readonly inquiry: Inquiry
  private readonly neighbours: Neighbours
  private topology?: string
  private lookupTimer?: ReturnType<typeof setTimeout>
  private clockTimer?: ReturnType<typeof setInterval>
  private lookups = 0
  private walking?: Promise<void>
  private walkAgain = false
  private walkAborted?: AbortController

  constructor (components: DiscoveryComponents, init: DiscoveryInit) {
    super()

    this.components = components
    this.init = init
    this.log = components.logger.forComponent('groupcall:discovery')
    this.inquiry = new Inquiry(components, {
      ...init,
      onProvider: detail => { this.safeDispatchEvent('provider', { detail }) },
      signal: this.stopped.signal,
      log: this.log
    })
    this.neighbours = new Neighbours({
      inquiry: this.inquiry,
      rendezvous: async () => this.rendezvous(),
      alone: () => init.alone(),
      onAnswers: answers => { this.onAnswers(answers) },
      signal: this.stopped.signal,
      log: this.log
    })
    this.onQuerySelf = this.onQuerySelf.bind(this)
    this.onAddresses = this.onAddresses.bind(this)
  }

  /** DHT peers that can be asked without dialling */
  get connectedPeers (): number {
    return this.neighbours.size
  }

  /** Returns at once: what is found comes as events */
  async start (): Promise<void> {
    this.topology = await this.components.registrar.register(this.init.dhtProtocol, {
      onConnect: (_, connection) => { this.neighbours.add(connection) },
      onDisconnect: peer => { this.neighbours.remove(peer) }
    })
    this.components.events.addEventListener('self:peer:update', this.onAddresses)
    this.components.events.addEventListener('kad-dht:query:self' as keyof Libp2pEvents, this.onQuerySelf)
    this.neighbours.ask()
    this.watchClock()
    // the neighbours' answers come first: a walk costs processor time that the
    // join needs, and is of use only when they know of nobody
    this.lookupTimer = setTimeout(() => { this.walk() }, WALK_DELAY)
  }

  async stop (): Promise<void> {
    this.stopped.abort()
    clearTimeout(this.lookupTimer)
    clearInterval(this.clockTimer)
    this.components.events.removeEventListener('self:peer:update', this.onAddresses)
    this.components.events.removeEventListener('kad-dht:query:self' as keyof Libp2pEvents, this.onQuerySelf)

    if (this.topology != null) {
      this.components.registrar.unregister(this.topology)
    }

    await Promise.all([this.walking, this.neighbours.stop()])
  }

  /**
   * A peer of which it is known beforehand that it serves the DHT: it is asked
   * as soon as it is connected, before it has said so itself
   */
  addDhtPeer (connection: Connection): void {
    this.neighbours.add(connection, true)
  }

  /**
   * Somebody was found: a walk that is under way makes room for the join, and
   * comes again a little later
   */
  makeRoom (): void {
    this.walkAborted?.abort()
    clearTimeout(this.lookupTimer)
    this.lookupTimer = setTimeout(() => { this.walk() }, WALK_DELAY)
  }

  /**
   * Those whom the nearest DHT peer named were of no use: the other neighbours are
   * asked, if they have not been. Ends with a `lookup` event; returns false if there
   * is nobody left to ask.
   */
  askOthers (): boolean {
    return this.neighbours.askOthers()
  }

  /** The first self-query fills the routing table: the walk goes further now */
  private onQuerySelf (): void {
    if (this.lookups === 1) {
      this.walk()
    }
  }

  /** A record without addresses is not stored, and one with old ones misleads */
  private onAddresses (): void {
    this.neighbours.askAfresh()
  }

  /** Those who were met on a walk that is under way have the record from before */
  private lookAgain (): void {
    this.neighbours.askAfresh()
    this.walkAgain = this.walking != null
    this.walk()
  }

  private async rendezvous (): Promise<Rendezvous[]> {
    return Promise.all(rendezvousSlots(this.now()).map(async slot => {
      const rendezvous = this.slots.get(slot.toString()) ?? this.init.keys.rendezvous(slot)
      setNewest(this.slots, slot.toString(), rendezvous, MAX_SLOTS)

      return rendezvous
    }))
  }

  private now (): number {
    return this.init.now?.() ?? Date.now()
  }

  private onAnswers (answers: Array<Answer | undefined>): void {
    if (this.stopped.signal.aborted) {
      return
    }

    const found = sum(answers)
    this.safeDispatchEvent('lookup', { detail: { found, conclusive: answers.some(answer => answer != null) } })

    if (found === 0 && this.lookups === 0) {
      this.walk()
    }
  }

  /** Asks the peers near the keys, wherever they are; several calls at once are one */
  private walk (): void {
    this.walking ??= this.walkAll().finally(() => {
      this.walking = undefined

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

    if (this.walkAborted.signal.aborted !== true) {
      this.onAnswers(answers.flat())
    }
  }

  /** Each as soon as it is met: the way to the end may be long */
  private async askClosest (rendezvous: Rendezvous, signal: AbortSignal): Promise<Array<Answer | undefined>> {
    const closest = new Closest(rendezvous.key, CLOSEST_PEERS)
    const answers: Array<Promise<Answer | undefined>> = []

    await walkTo(this.components.peerRouting, rendezvous.key, {
      signal,
      onPeer: peer => {
        const connection = this.components.connectionManager.getConnections(peer).find(({ status }) => status === 'open')

        if (connection != null && closest.add(peer)) {
          answers.push(this.inquiry.ask(connection, rendezvous))
        }
      }
    }).catch(err => { this.log('a walk failed - %e', err) })

    return Promise.all(answers)
  }

  private scheduleLookup (): void {
    clearTimeout(this.lookupTimer)

    if (!this.stopped.signal.aborted) {
      this.lookupTimer = setTimeout(() => { this.lookAgain() }, nextLookupPause(this.lookups, this.init.alone(), Math.random()))
    }
  }

  /** A new record every 20 minutes, and at once when a new slot begins */
  private watchClock (): void {
    let givenAt = this.now()

    this.clockTimer = setInterval(() => {
      const now = this.now()

      if (isRecordDue(givenAt, now)) {
        givenAt = now
        this.lookAgain()
      }
    }, CLOCK_INTERVAL)
  }
}

function sum (answers: Array<Answer | undefined>): number {
  return answers.reduce((total, answer) => total + (answer?.found ?? 0), 0)
}
