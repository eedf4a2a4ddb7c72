import { isPrivate } from '@libp2p/utils'
import { TypedEventEmitter } from 'main-event'
import { CLOSEST_PEERS } from '../../bootstrap/dht/limits.ts'
import { provenBytes } from '../../bootstrap/dht/provider-proof.ts'
import { withoutPeer } from '../../bootstrap/dht/provider-record.ts'
import { rendezvousSlots } from '../group/index.ts'
import { setNewest } from '../newest.ts'
import { selectAddresses } from './addresses.ts'
import { byDistance, Closest } from './closest.ts'
import { askForProviders } from './direct-first.ts'
import { ASK_DELAY, CLOCK_INTERVAL, DIRECT_PEERS, DIRECT_RETRIES, DIRECT_TIMEOUT, ENTRY_PEERS, OTHERS_DELAY, WALK_DELAY, WALK_TIMEOUT } from './limits.ts'
import { isRecordDue, nextLookupPause } from './pauses.ts'
import { walkTo } from './walk.ts'
import type { FoundProvider } from './direct-first.ts'
import type { DhtPeer } from '../../bootstrap/dht/pb/dht.ts'
import type { GroupKeys, Rendezvous } from '../group/index.ts'
import type { ComponentLogger, Connection, Libp2pEvents, Logger, PeerId, PeerRouting } from '@libp2p/interface'
import type { AddressManager, ConnectionManager, Registrar } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'
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

export interface DiscoveryInit {
  keys: GroupKeys
  /** Protocol id of the network's DHT */
  dhtProtocol: string
  /**
   * Only find: one who looks and has not joined is nobody that others should find
   *
   * @default false
   */
  findOnly?: boolean
  /**
   * DHT servers keep what members prove, so that who has no proof is no member. Not
   * so in a DHT of others' servers: everybody whom they name is tried there.
   *
   * @default true
   */
  proofs?: boolean
  /**
   * Members may be at private addresses: not so on the internet
   *
   * @default true
   */
  privateAddresses?: boolean
  /** Whether nobody else has been found; a lone peer looks more often */
  alone(): boolean
  /**
   * ms since the Unix epoch
   *
   * @default Date.now
   */
  now?(): number
}

/** What a DHT peer's answer was worth */
interface Answer {
  found: number
  /** It named somebody who has the group's secret */
  proven: boolean
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
  private readonly dhtPeers = new Map<string, Connection>()
  private readonly entries = new Set<string>()
  private readonly slots = new Map<string, Promise<Rendezvous>>()
  /** Who has been asked, or will be, since everybody was to be asked afresh */
  private readonly lined = new Set<string>()
  private readonly answers = new Map<string, Promise<Answer | undefined>>()
  /** Neighbours that are asked if those before them are of no use */
  private waiting: Array<{ rendezvous: Rendezvous, connections: Connection[] }> = []
  private othersAsked?: Promise<void>
  private othersTimer?: ReturnType<typeof setTimeout>
  private topology?: string
  private lookupTimer?: ReturnType<typeof setTimeout>
  private clockTimer?: ReturnType<typeof setInterval>
  private lookups = 0
  private walking?: Promise<void>
  private walkAborted?: AbortController

  constructor (components: DiscoveryComponents, init: DiscoveryInit) {
    super()

    this.components = components
    this.init = init
    this.log = components.logger.forComponent('groupcall:discovery')
    this.onQuerySelf = this.onQuerySelf.bind(this)
    this.onAddresses = this.onAddresses.bind(this)
  }

  /** DHT peers that can be asked without dialling */
  get connectedPeers (): number {
    return this.dhtPeers.size
  }

  /** Returns at once: what is found comes as events */
  async start (): Promise<void> {
    this.topology = await this.components.registrar.register(this.init.dhtProtocol, {
      onConnect: (peer, connection) => { this.onDhtPeer(peer, connection) },
      onDisconnect: peer => { this.dhtPeers.delete(peer.toString()) }
    })
    this.components.events.addEventListener('self:peer:update', this.onAddresses)
    this.components.events.addEventListener('kad-dht:query:self' as keyof Libp2pEvents, this.onQuerySelf)
    this.askNearest()
    this.watchClock()
    // the neighbours' answers come first: a walk costs processor time that the
    // join needs, and is of use only when they know of nobody
    this.lookupTimer = setTimeout(() => { this.walk() }, WALK_DELAY)
  }

  async stop (): Promise<void> {
    this.stopped.abort()
    clearTimeout(this.lookupTimer)
    clearInterval(this.clockTimer)
    clearTimeout(this.othersTimer)
    this.components.events.removeEventListener('self:peer:update', this.onAddresses)
    this.components.events.removeEventListener('kad-dht:query:self' as keyof Libp2pEvents, this.onQuerySelf)

    if (this.topology != null) {
      this.components.registrar.unregister(this.topology)
    }

    await Promise.all([this.walking, this.othersAsked])
  }

  /**
   * A peer of which it is known beforehand that it serves the DHT: it is asked
   * as soon as it is connected, before it has said so itself
   */
  addDhtPeer (connection: Connection): void {
    this.entries.add(connection.remotePeer.toString())
    this.onDhtPeer(connection.remotePeer, connection)
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
    clearTimeout(this.othersTimer)
    const waiting = this.waiting.splice(0)

    if (waiting.length > 0 && !this.stopped.signal.aborted) {
      const asked = waiting.flatMap(({ rendezvous, connections }) => connections.map(async connection => this.ask(connection, rendezvous)))
      const others: Promise<void> = Promise.all([this.othersAsked, ...asked]).then(([, ...answers]) => {
        this.othersAsked = this.othersAsked === others ? undefined : this.othersAsked
        this.onAnswers(answers)
      })
      this.othersAsked = others
    }

    return this.othersAsked != null
  }

  private onDhtPeer (peer: PeerId, connection: Connection): void {
    this.dhtPeers.set(peer.toString(), connection)

    if (this.lined.size < (DIRECT_PEERS + ENTRY_PEERS) * 2) {
      this.askNearest()
    }
  }

  /** The first self-query fills the routing table: the walk goes further now */
  private onQuerySelf (): void {
    if (this.lookups === 1) {
      this.walk()
    }
  }

  /** A record without addresses is not stored, and one with old ones misleads */
  private onAddresses (): void {
    this.askAfresh()
  }

  private lookAgain (): void {
    this.askAfresh()
    this.walk()
  }

  /** Those who were asked before are asked again */
  private askAfresh (): void {
    this.lined.clear()
    this.answers.clear()
    this.waiting = []
    this.askNearest()
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

  private askNearest (): void {
    this.rendezvous().then(all => {
      for (const rendezvous of all) {
        const connections = this.neighbours(rendezvous).filter(({ remotePeer }) => !this.lined.has(`${remotePeer.toString()} ${rendezvous.key.toString()}`))
        connections.forEach(({ remotePeer }) => { this.lined.add(`${remotePeer.toString()} ${rendezvous.key.toString()}`) })

        if (connections.length > 0 && !this.stopped.signal.aborted) {
          this.askInTurn(connections, rendezvous).catch(err => { this.log('no DHT peer answered - %e', err) })
        }
      }
    }, err => { this.log.error('no rendezvous - %e', err) })
  }

  /**
   * The DHT peers to ask about a key at once. Which of the connected ones are the
   * nearest is the same for all who are connected to the same, so that they meet.
   */
  private neighbours ({ key }: Rendezvous): Connection[] {
    const peers = byDistance(key, [...this.dhtPeers.values()].filter(({ status }) => status === 'open'))
    const entries = peers.slice(DIRECT_PEERS).filter(({ remotePeer }) => this.entries.has(remotePeer.toString()))

    return [...peers.slice(0, DIRECT_PEERS), ...entries.slice(0, ENTRY_PEERS)]
  }

  /**
   * Everybody who is connected to the same peers begins with the same one, so it
   * is enough to ask that; the others are asked when it knows no member or is slow,
   * and when nobody whom it named turns out to be one
   */
  private async askInTurn ([first, ...others]: Connection[], rendezvous: Rendezvous): Promise<void> {
    const slow = new AbortController()
    const answer = this.ask(first, rendezvous)
    const quick = await Promise.race([answer, delay(ASK_DELAY, slow.signal)])
    slow.abort()

    if (quick?.proven === true) {
      this.waiting.push({ rendezvous, connections: others })
      clearTimeout(this.othersTimer)
      this.othersTimer = setTimeout(() => { this.onFruitless() }, OTHERS_DELAY)
      this.onAnswers([quick])
    } else {
      this.onAnswers(await Promise.all([answer, ...others.map(async other => this.ask(other, rendezvous))]))
    }
  }

  private onFruitless (): void {
    if (this.init.alone()) {
      this.askOthers()
    }
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

  /**
   * Tells a DHT peer of us and asks it for others, once until all are asked afresh
   *
   * @returns nothing when it gave no answer
   */
  private async ask (connection: Connection, rendezvous: Rendezvous): Promise<Answer | undefined> {
    const id = `${connection.remotePeer.toString()} ${rendezvous.key.toString()}`
    const answer = this.answers.get(id) ?? this.askAgain(connection, rendezvous)
    this.answers.set(id, answer)

    return answer
  }

  /**
   * A DHT peer other than ours that is just being told of another provider has its
   * name before its addresses, and resets the stream of who asks in between
   */
  private async askAgain (connection: Connection, rendezvous: Rendezvous): Promise<Answer | undefined> {
    const deadline = performance.now() + DIRECT_TIMEOUT

    for (let failures = 0; ; failures++) {
      try {
        const record = await this.record(rendezvous)
        const providers = await askForProviders(connection, {
          protocol: this.init.dhtProtocol,
          key: rendezvous.key,
          record,
          rules: { privateAddresses: this.init.privateAddresses !== false, own: this.components.addressManager.getAddresses() },
          signal: this.stopped.signal
        })

        return this.emit(providers)
      } catch (err) {
        this.log('a DHT peer did not answer - %e', err)

        if (failures === DIRECT_RETRIES || performance.now() >= deadline || connection.status !== 'open' || this.stopped.signal.aborted) {
          return
        }
      }
    }
  }

  /** What others are told of this peer, signed for the group */
  private async record ({ key, sign }: Rendezvous): Promise<DhtPeer> {
    const id = this.components.peerId.toMultihash().bytes.slice()
    const multiaddrs = this.ownAddresses().map(address => withoutPeer(address).bytes.slice())
    const proof = multiaddrs.length === 0 ? new Uint8Array(0) : await sign(provenBytes(key.multihash.bytes, { id, multiaddrs }))

    return { id, multiaddrs, proof: proof.slice() }
  }

  /** Asks the peers near the keys, wherever they are; several calls at once are one */
  private walk (): void {
    this.walking ??= this.walkAll().finally(() => {
      this.walking = undefined

      if (this.walkAborted?.signal.aborted !== true) {
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
          answers.push(this.ask(connection, rendezvous))
        }
      }
    }).catch(err => { this.log('a walk failed - %e', err) })

    return Promise.all(answers)
  }

  /** Where others can find this peer: nowhere when it only looks */
  private ownAddresses (): Multiaddr[] {
    const addresses = this.init.findOnly === true ? [] : this.components.addressManager.getAddresses()

    return selectAddresses(addresses.filter(address => this.init.privateAddresses !== false || !isPrivate(address)))
  }

  private emit (providers: FoundProvider[]): Answer {
    // who has no proof is not even asked: it would learn what name we ask for
    const others = providers.filter(({ proven }) => !this.stopped.signal.aborted && (proven || this.init.proofs === false))
    others.forEach(provider => { this.safeDispatchEvent('provider', { detail: provider }) })

    return { found: others.length, proven: others.some(({ proven }) => proven) }
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

/** Resolves with nothing after a while, or when it is not needed any more */
async function delay (ms: number, signal: AbortSignal): Promise<undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve(undefined)
    }, { once: true })
  })
}
