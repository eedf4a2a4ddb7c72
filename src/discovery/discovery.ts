import { TypedEventEmitter } from 'main-event'
import { rendezvousSlots } from '../group/index.ts'
import { selectAddresses } from './addresses.ts'
import { askForProviders } from './direct-first.ts'
import { ASK_DELAY, CLOCK_INTERVAL, DIRECT_PEERS, DIRECT_RETRIES, WALK_DELAY, WALK_TIMEOUT } from './limits.ts'
import { isRecordDue, nextLookupPause } from './pauses.ts'
import type { GroupKeys } from '../group/index.ts'
import type { ComponentLogger, Connection, ContentRouting, Libp2pEvents, Logger, PeerId, PeerInfo } from '@libp2p/interface'
import type { AddressManager, ConnectionManager, Registrar } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { TypedEventTarget } from 'main-event'
import type { CID } from 'multiformats/cid'

export interface DiscoveryComponents {
  peerId: PeerId
  registrar: Registrar
  connectionManager: ConnectionManager
  addressManager: AddressManager
  contentRouting: ContentRouting
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
  /** Whether nobody else has been found; a lone peer looks more often */
  alone(): boolean
  /**
   * ms since the Unix epoch
   *
   * @default Date.now
   */
  now?(): number
}

export interface DiscoveryEvents {
  /** Somebody provides the group's key: a member, or somebody who only says so */
  provider: CustomEvent<PeerInfo>
  /**
   * A lookup has ended, having found that many. When that is none, it is
   * `conclusive` only if somebody was there to answer.
   */
  lookup: CustomEvent<{ found: number, conclusive: boolean }>
}

/**
 * Makes this peer known under the group's rendezvous key, and finds who else is.
 * Asks the DHT peers that are connected at once, and walks the DHT behind that.
 */
export class Discovery extends TypedEventEmitter<DiscoveryEvents> {
  private readonly components: DiscoveryComponents
  private readonly init: DiscoveryInit
  private readonly log: Logger
  private readonly stopped = new AbortController()
  private readonly dhtPeers = new Map<string, Connection>()
  private readonly asked = new Set<string>()
  private readonly provided = new Map<string, CID>()
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
    this.components.events.removeEventListener('self:peer:update', this.onAddresses)
    this.components.events.removeEventListener('kad-dht:query:self' as keyof Libp2pEvents, this.onQuerySelf)

    if (this.topology != null) {
      this.components.registrar.unregister(this.topology)
    }

    await this.walking
    await this.cancelReprovide()
  }

  /**
   * A peer of which it is known beforehand that it serves the DHT: it is asked
   * as soon as it is connected, before it has said so itself
   */
  addDhtPeer (connection: Connection): void {
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

  private onDhtPeer (peer: PeerId, connection: Connection): void {
    this.dhtPeers.set(peer.toString(), connection)

    if (this.asked.size < DIRECT_PEERS * 2) {
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
    this.asked.clear()
    this.askNearest()
  }

  private keys (): CID[] {
    return rendezvousSlots(this.now()).map(slot => this.init.keys.rendezvous(slot))
  }

  private now (): number {
    return this.init.now?.() ?? Date.now()
  }

  private askNearest (): void {
    for (const key of this.keys()) {
      const connections = nearest(this.dhtPeers, key)
        .filter(([id]) => !this.asked.has(`${id} ${key.toString()}`))
        .map(([id, connection]) => {
          this.asked.add(`${id} ${key.toString()}`)

          return connection
        })

      if (connections.length > 0) {
        this.askInTurn(connections, key).catch(err => { this.log('no DHT peer answered - %e', err) })
      }
    }
  }

  /**
   * Everybody who is connected to the same peers begins with the same one, so it
   * is enough to ask that; the others are asked when it knows nobody or is slow
   */
  private async askInTurn ([first, ...others]: Connection[], key: CID): Promise<void> {
    const slow = new AbortController()
    const answer = this.askAgain(first, key)
    let counts = [await Promise.race([answer, delay(ASK_DELAY, slow.signal)])]
    slow.abort()

    if (sum(counts) === 0) {
      counts = await Promise.all([answer, ...others.map(async other => this.askAgain(other, key))])
    }

    if (this.stopped.signal.aborted) {
      return
    }

    const found = sum(counts)
    this.safeDispatchEvent('lookup', { detail: { found, conclusive: counts.some(count => count != null) } })

    if (found === 0 && this.lookups === 0) {
      this.walk()
    }
  }

  /**
   * A DHT peer that is just being told of another provider has its name before
   * its addresses, and resets the stream of who asks in between
   *
   * @returns how many it named, or nothing when it gave no answer
   */
  private async askAgain (connection: Connection, key: CID): Promise<number | undefined> {
    for (let failures = 0; ; failures++) {
      try {
        return await this.ask(connection, key)
      } catch (err) {
        this.log('a DHT peer did not answer - %e', err)

        if (failures === DIRECT_RETRIES || connection.status !== 'open' || this.stopped.signal.aborted) {
          return
        }
      }
    }
  }

  private async ask (connection: Connection, key: CID): Promise<number> {
    const providers = await askForProviders(connection, {
      protocol: this.init.dhtProtocol,
      key,
      provider: { id: this.components.peerId, addresses: this.ownAddresses() },
      signal: this.stopped.signal
    })

    return this.emit(providers)
  }

  /** Provides and finds by the whole DHT; several calls at once are one */
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
    const keys = this.keys()
    const reached = this.dhtPeers.size > 0
    this.lookups++

    const found = await Promise.all(keys.map(async key => this.find(key, signal)))

    // the nearest peers know of us already; the first of the keys is the current slot's
    await this.provide(keys[0], signal)

    if (!signal.aborted) {
      this.safeDispatchEvent('lookup', { detail: { found: sum(found), conclusive: reached && found.some(count => count != null) } })
    }
  }

  private async provide (key: CID, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.ownAddresses().length === 0) {
      return
    }

    // also when it is cut short: the DHT goes on giving it anew
    await this.cancelReprovide(key)
    this.provided.set(key.toString(), key)

    try {
      await this.components.contentRouting.provide(key, { signal })
    } catch (err) {
      this.log('could not provide - %e', err)
    }
  }

  /** Records of hours that are over would else be given anew for as long as the process lives */
  private async cancelReprovide (except?: CID): Promise<void> {
    for (const key of [...this.provided.values()].filter(key => except?.equals(key) !== true)) {
      this.provided.delete(key.toString())
      await this.components.contentRouting.cancelReprovide(key).catch(err => { this.log('could not cancel a record - %e', err) })
    }
  }

  /** @returns how many were found, or nothing when the search failed */
  private async find (key: CID, signal: AbortSignal): Promise<number | undefined> {
    let found = 0

    try {
      for await (const provider of this.components.contentRouting.findProviders(key, { signal })) {
        found += this.emit([provider])
      }
    } catch (err) {
      this.log('could not find providers - %e', err)

      return found === 0 ? undefined : found
    }

    return found
  }

  /** Where others can find this peer: nowhere when it only looks */
  private ownAddresses (): Multiaddr[] {
    return this.init.findOnly === true ? [] : selectAddresses(this.components.addressManager.getAddresses())
  }

  private emit (providers: PeerInfo[]): number {
    const others = this.stopped.signal.aborted ? [] : providers.filter(({ id }) => !id.equals(this.components.peerId))
    others.forEach(provider => { this.safeDispatchEvent('provider', { detail: provider }) })

    return others.length
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

/**
 * The peers to ask about a key. Which of the connected ones are the nearest is
 * the same for all who are connected to the same, so that they meet.
 */
function nearest (peers: Map<string, Connection>, key: CID): Array<[string, Connection]> {
  const target = key.multihash.digest
  const distance = (connection: Connection): number => {
    const digest = connection.remotePeer.toMultihash().bytes

    // the last bytes are of the key: 32 bits tell any number of peers apart
    return new DataView(digest.buffer, digest.byteOffset + digest.byteLength - 4).getUint32(0) ^ new DataView(target.buffer, target.byteOffset).getUint32(0)
  }

  return [...peers]
    .filter(([, connection]) => connection.status === 'open')
    .sort(([, a], [, b]) => (distance(a) >>> 0) - (distance(b) >>> 0))
    .slice(0, DIRECT_PEERS)
}

function sum (counts: Array<number | undefined>): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0)
}

/** Resolves with 0 after a while, or when it is not needed any more */
async function delay (ms: number, signal: AbortSignal): Promise<number> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms, 0)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve(0)
    }, { once: true })
  })
}
