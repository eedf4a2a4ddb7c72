import { JoinRefusedError } from '../errors.ts'
import { deriveGroupKeys, isMember } from '../group/index.ts'
import { HARD_LIMIT } from '../mesh/index.ts'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { hexKeyOf, LocalSession } from '../signaling/index.ts'
import { Onlooker } from './onlooker.ts'
import { Search } from './search.ts'
import { peerOf } from './session-peer.ts'
import type { SearchComponents } from './search.ts'
import type { Identity } from '../../keys/index.ts'
import type { DiscoveryComponents } from '../discovery/index.ts'
import type { Group } from '../group/index.ts'
import type { DialPool } from '../network/dial-pool.ts'
import type { ReceivedMessage, SignalingComponents, SignalingServer, SignedPresence } from '../signaling/index.ts'
import type { Timer } from '../timers.ts'
import type { AbortOptions, Logger, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** ms between questions to the member that answered last: people come and go */
const REFRESH_INTERVAL = 4_000

/** ms without an answer after which the others are asked as well: that member has left, or is busy */
const ANSWER_LIMIT = 10_000

/** ms without any answer after which everyone has left */
const GONE_LIMIT = 20_000

/** ms after which the lobby reports that nobody was found; the search goes on */
const LOOK_LIMIT = 10_000

export interface LobbyPerson {
  /** 64 lower-case hex digits */
  readonly publicKey: string
  /** What the person calls themself; may be empty */
  readonly name: string
}

export interface LobbyEvents {
  /** People came or left, the first search has ended, or something is in its way */
  change: CustomEvent<void>
}

export interface LobbyComponents extends SearchComponents {
  node: DiscoveryComponents & SignalingComponents
  server: SignalingServer
  /** The node's dials, with a limit to what others can cause */
  dials: DialPool
}

export interface LookOptions extends AbortOptions {
  /**
   * ms between two lookups at most, while nobody is found
   *
   * @default 60_000
   */
  longestPause?: number
}

export interface LobbyInit {
  identity: Identity
  group: Group
  name: string
  addresses?: Multiaddr[]
  longestPause?: number
  onStop(): void
}

/**
 * Shows who is in a group's call, without joining it: opens no microphone and
 * connects no link. The members learn the name of the person who looks.
 */
export class Lobby extends SafeEventEmitter<LobbyEvents> {
  readonly group: Group
  /** Whether the search is still expected to find someone */
  looking = true
  /** Why nobody was found, in words for the user */
  problem?: string

  private readonly components: LobbyComponents
  private readonly init: LobbyInit
  private readonly log: Logger
  private readonly onlooker: Onlooker
  private readonly search: Search
  /** The people in the call by the last answer, beginning with the member that gave it */
  private present: SignedPresence[] = []
  /** The member that answers */
  private answering?: { sessionKey: string, peer: PeerInfo }
  private answeredAt = 0
  private timers: Timer[] = []

  /** @internal */
  constructor (components: LobbyComponents, init: LobbyInit) {
    super(components.node.logger.forComponent('groupcall:lobby'))

    this.components = components
    this.init = init
    this.log = components.node.logger.forComponent('groupcall:lobby')
    this.group = init.group
    const keys = deriveGroupKeys(init.group)

    this.onlooker = new Onlooker(components.node, {
      server: components.server,
      identity: init.identity,
      keys,
      // below all sessions that are in a call
      session: new LocalSession(0),
      dials: components.dials,
      name: init.name,
      participants: 1,
      listen: false,
      receive: message => { this.onMessage(message) },
      isMember: publicKey => isMember(init.group, publicKey),
      isAlone: () => this.answering == null,
      isKnown: sessionKey => sessionKey === this.answering?.sessionKey
    })
    this.search = new Search(components, {
      keys,
      asker: this.onlooker,
      findOnly: true,
      longestPause: init.longestPause,
      hints: { groupId: init.group.id, addresses: init.addresses }
    })
    this.listen()
  }

  /** People in the call, beginning with the member that answered */
  get participants (): readonly LobbyPerson[] {
    return this.present.map(({ publicKey, name }) => ({ publicKey, name }))
  }

  /** Whether the call has no place left */
  get full (): boolean {
    return this.present.length >= HARD_LIMIT
  }

  /**
   * Members that answer: a join asks them first
   *
   * @internal
   */
  get members (): PeerInfo[] {
    return this.answering == null ? [] : [this.answering.peer]
  }

  /**
   * Begins to look. Waits for no answer: what is found comes as `change` events.
   *
   * @throws {AbortError} when it was stopped meanwhile
   * @internal
   */
  async start (options: AbortOptions = {}): Promise<void> {
    const { timers } = this.components

    this.timers = [
      timers.every(REFRESH_INTERVAL, () => { this.refresh() }),
      timers.after(LOOK_LIMIT, () => { this.settle() })
    ]

    try {
      await this.search.start(options)
    } catch (err) {
      await this.stop()

      throw err
    }
  }

  /** Idempotent */
  async stop (): Promise<void> {
    this.timers.forEach(timer => { timer.stop() })
    this.init.onStop()
    await this.search.stop()
  }

  private listen (): void {
    const { search, onlooker: { signaling } } = this

    search.addEventListener('exhausted', () => { this.settle() })
    search.addEventListener('entry', () => { this.onEntry() })
    search.addEventListener('problem', ({ detail: { message } }) => { this.onProblem(message) })
    signaling.addEventListener('version', ({ detail: { presence, newer } }) => {
      search.fail(hexKeyOf(presence))
      this.onProblem(new JoinRefusedError(newer ? 'newer-version' : 'older-version').message)
    })
    signaling.addEventListener('stranger', ({ detail: { sessionKey } }) => { search.fail(sessionKey) })
  }

  private onMessage ({ presence, message }: ReceivedMessage): void {
    if (message.type !== 'present') {
      return
    }

    const sessionKey = hexKeyOf(presence)

    this.answering = { sessionKey, peer: peerOf(presence) }
    this.answeredAt = this.components.timers.now()
    this.search.succeed(sessionKey)
    // an answer from one member is enough
    this.present.forEach(({ publicKey }) => { this.search.find(publicKey) })
    this.present = [presence, ...message.presences].filter(({ publicKey }) => publicKey !== this.init.identity.publicKey)
    this.looking = false
    this.problem = undefined
    this.safeDispatchEvent('change')
  }

  private onProblem (message: string): void {
    if (this.present.length === 0) {
      this.problem = message
      this.safeDispatchEvent('change')
    }
  }

  /** The network can be reached after all */
  private onEntry (): void {
    if (this.problem != null) {
      this.problem = undefined
      this.safeDispatchEvent('change')
    }
  }

  /** The first search has ended: people who come later are found all the same */
  private settle (): void {
    if (this.looking) {
      this.looking = false
      this.safeDispatchEvent('change')
    }
  }

  private refresh (): void {
    const silence = this.components.timers.now() - this.answeredAt

    if (this.answering != null && silence > ANSWER_LIMIT) {
      this.answering = undefined
      // the next lookup may be minutes away
      this.present.forEach(presence => { this.search.lose(presence.publicKey, peerOf(presence)) })
    }

    if (this.answering != null) {
      this.onlooker.ask(this.answering.peer).catch(err => { this.log('could not ask a member - %e', err) })
    } else if (this.present.length > 0 && silence > GONE_LIMIT) {
      this.present = []
      this.safeDispatchEvent('change')
    }
  }
}
