import { toString } from 'uint8arrays/to-string'
import { HARD_LIMIT } from '../mesh/index.ts'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { LocalSession, Signaling } from '../signaling/index.ts'
import { fromProvider } from './candidate-queue.ts'
import type { Candidate } from './candidate-queue.ts'
import type { Entry } from './entry.ts'
import type { Identity } from '../../keys/index.ts'
import type { Discovery } from '../discovery/index.ts'
import type { Group, GroupKeys } from '../group/index.ts'
import type { ReceivedMessage, SignalingComponents, SignedPresence } from '../signaling/index.ts'
import type { AbortOptions, Connection, Logger, PeerId, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** ms between two questions to the member who answered last: people come and go */
const REFRESH_INTERVAL = 4_000

/** ms without an answer after which a member is taken to have gone */
const ANSWER_LIMIT = 10_000

/** ms after which the search is shown to have found nobody; it goes on */
const LOOK_LIMIT = 10_000

export interface LobbyPerson {
  /** 64 lower-case hex digits */
  readonly publicKey: string
  /** What the person calls themself; may be empty */
  readonly name: string
}

export interface LobbyEvents {
  /** Somebody came or went, the search has ended, or something is in its way */
  change: CustomEvent<void>
}

export interface LobbyInit {
  identity: Identity
  group: Group
  keys: GroupKeys
  name: string
  log: Logger
  createDiscovery(alone: () => boolean): Discovery
  createEntry(introduce: (peer: PeerInfo, signal: AbortSignal) => Promise<void>, isKnown: (peer: PeerInfo) => boolean): Entry
  peerIdOf(sessionKey: string): PeerId
  onStop(): void
}

/**
 * Who is in a group's call, seen from outside: nobody is let in, no microphone is
 * opened and no connection made. The members learn the name of who looks.
 */
export class Lobby extends SafeEventEmitter<LobbyEvents> {
  readonly group: Group
  /** Nobody has answered yet, and there is hope */
  looking = true
  /** Why nobody is found, in words for the user */
  problem?: string

  private readonly init: LobbyInit
  private readonly signaling: Signaling
  private readonly discovery: Discovery
  private readonly entry: Entry
  private people: LobbyPerson[] = []
  private answers = new Map<string, PeerInfo>()
  private answeredAt = 0
  private refreshTimer?: ReturnType<typeof setInterval>
  private lookTimer?: ReturnType<typeof setTimeout>

  constructor (components: SignalingComponents, init: LobbyInit) {
    super(init.log)

    this.init = init
    this.group = init.group
    this.signaling = new Signaling(components, {
      identity: init.identity,
      keys: init.keys,
      // below all sessions that are in a call
      session: new LocalSession(0),
      name: init.name,
      // it is in no call; who answers says in which one it is
      callId: () => '0'.repeat(32),
      greeting: () => ({ type: 'welcome', presences: [], informed: [], state: { muted: true, listenOnly: true, name: init.name, participants: 1, rosterVersion: 0, settled: false } }),
      receive: message => { this.onMessage(message) },
      introducers: () => [],
      isParticipant: () => false,
      listen: false
    })
    this.discovery = init.createDiscovery(() => this.people.length === 0)
    this.entry = init.createEntry(
      async (peer, signal) => this.signaling.introduce(peer, { type: 'look' }, { signal }),
      peer => this.answers.has(peer.id.toString())
    )
    this.listen()
  }

  /** Those in the call, the one who answered first among them */
  get participants (): readonly LobbyPerson[] {
    return this.people
  }

  /** Nobody else gets in now */
  get full (): boolean {
    return this.people.length >= HARD_LIMIT
  }

  /** Members who answered, to be asked first when one joins */
  get members (): PeerInfo[] {
    return [...this.answers.values()]
  }

  /** Returns at once: what is found comes as `change` events */
  async start (addresses: Multiaddr[], members: Candidate[], entries: Connection[], options: AbortOptions = {}): Promise<void> {
    await this.signaling.start(addresses, options)
    members.forEach(candidate => { this.entry.add(candidate) })
    await this.discovery.start()
    entries.forEach(connection => { this.onEntry(connection) })
    this.refreshTimer = setInterval(() => { this.refresh() }, REFRESH_INTERVAL)
    this.lookTimer = setTimeout(() => { this.settle() }, LOOK_LIMIT)
  }

  /** Harmless when done twice */
  async stop (): Promise<void> {
    clearInterval(this.refreshTimer)
    clearTimeout(this.lookTimer)
    this.entry.stop()
    this.init.onStop()
    await Promise.all([this.signaling.stop(), this.discovery.stop()])
  }

  /** A peer that serves the DHT is connected */
  onEntry (connection: Connection): void {
    this.discovery.addDhtPeer(connection)
  }

  onEntryFailure (address: Multiaddr, error: Error): void {
    if (this.discovery.connectedPeers === 0 && this.people.length === 0) {
      this.problem = `${address.toString()} cannot be reached (${error.message}): check the network, and that the bootstrap peer runs`
      this.safeDispatchEvent('change')
    }
  }

  private listen (): void {
    const { discovery, entry, init, signaling } = this

    discovery.addEventListener('provider', ({ detail }) => { entry.add(fromProvider(detail)) })
    discovery.addEventListener('lookup', () => { this.settleUnlessMore() })
    entry.addEventListener('idle', () => { this.settleUnlessMore() })
    signaling.addEventListener('stranger', ({ detail: { sessionKey } }) => { entry.fail(init.peerIdOf(sessionKey).toString()) })
  }

  private onMessage ({ presence, message }: ReceivedMessage): void {
    if (message.type !== 'present') {
      return
    }

    const peer = { id: this.init.peerIdOf(toString(presence.sessionKey, 'base16')), multiaddrs: presence.addresses }
    this.answers = new Map([[peer.id.toString(), peer]])
    this.answeredAt = performance.now()
    this.entry.succeed(peer.id.toString())
    this.people = [presence, ...message.presences]
      .filter(({ publicKey }) => publicKey !== this.init.identity.publicKey)
      .map(({ publicKey, name }: SignedPresence) => ({ publicKey, name }))
    this.looking = false
    this.problem = undefined
    this.safeDispatchEvent('change')
  }

  /** Nobody whom the first DHT peer named has answered: others may name somebody else */
  private settleUnlessMore (): void {
    if (this.looking && this.entry.idle && !this.discovery.askOthers()) {
      this.settle()
    }
  }

  /** The search has ended for now: who comes later is found all the same */
  private settle (): void {
    if (this.looking) {
      this.looking = false
      this.safeDispatchEvent('change')
    }
  }

  private refresh (): void {
    if (this.answers.size === 0) {
      return
    }

    if (performance.now() - this.answeredAt > ANSWER_LIMIT) {
      // the one who answered has left: another one may be found
      this.answers.clear()
      this.people = []
      this.safeDispatchEvent('change')
      return
    }

    for (const peer of this.answers.values()) {
      this.signaling.introduce(peer, { type: 'look' }).catch(err => { this.init.log('a member was not asked - %e', err) })
    }
  }
}
