import { toString } from 'uint8arrays/to-string'
import { Signaling } from '../signaling/index.ts'
import { fromProvider } from './candidate-queue.ts'
import type { Entry } from './entry.ts'
import type { Identity } from '../../keys/index.ts'
import type { Discovery } from '../discovery/index.ts'
import type { Group, GroupKeys, Roster } from '../group/index.ts'
import type { LocalSession, ReceivedMessage, SignalingComponents, SignedPresence } from '../signaling/index.ts'
import type { Connection, Logger, PeerId, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface StragglersInit {
  identity: Identity
  /** The one that is in the call: one that is newer would be taken for its successor */
  session: LocalSession
  /** Of the epoch that is over */
  keys: GroupKeys
  /** Whether somebody is on the roster that is on */
  belongs(publicKey: string): boolean
  /** The group as it is now */
  news(): Group
  discovery: Discovery
  createEntry(introduce: (peer: PeerInfo, signal: AbortSignal) => Promise<void>, isKnown: (peer: PeerInfo) => boolean): Entry
  peerIdOf(sessionKey: string): PeerId
  /** Somebody there knows more than we do */
  onRoster(from: SignedPresence, roster: Roster, secret?: Uint8Array): void
  log: Logger
}

/**
 * Waits, in an epoch that is over, for members who have missed its end, and looks
 * for those who talk there still: each gets the roster and the secret that are on,
 * over a stream of which it has proved to be the other end
 */
export class Stragglers {
  private readonly init: StragglersInit
  private readonly signaling: Signaling
  private readonly entry: Entry
  private readonly met = new Set<string>()

  constructor (components: SignalingComponents, init: StragglersInit) {
    this.init = init
    this.signaling = new Signaling(components, {
      identity: init.identity,
      keys: init.keys,
      session: init.session,
      name: '',
      // nobody is in a call here
      callId: () => '0'.repeat(32),
      greeting: () => ({ type: 'welcome', presences: [], informed: [], state: { muted: true, listenOnly: true, name: '', participants: 0, rosterVersion: 0, settled: false } }),
      receive: message => { this.onMessage(message) },
      introducers: () => [],
      isParticipant: () => false
    })
    this.entry = init.createEntry(
      async (peer, signal) => this.signaling.introduce(peer, { type: 'look' }, { signal }),
      peer => this.met.has(peer.id.toString())
    )
    init.discovery.addEventListener('provider', ({ detail }) => { this.entry.add(fromProvider(detail)) })
    this.signaling.addEventListener('stranger', ({ detail: { sessionKey } }) => { this.entry.fail(init.peerIdOf(sessionKey).toString()) })
  }

  async start (addresses: Multiaddr[], entries: Connection[]): Promise<void> {
    await this.signaling.start(addresses)
    await this.init.discovery.start()
    entries.forEach(connection => { this.onEntry(connection) })
  }

  /** A peer that serves the DHT is connected */
  onEntry (connection: Connection): void {
    this.init.discovery.addDhtPeer(connection)
  }

  /** Harmless when done twice */
  async stop (): Promise<void> {
    this.entry.stop()
    await Promise.all([this.signaling.stop(), this.init.discovery.stop()])
  }

  private onMessage ({ presence, message }: ReceivedMessage): void {
    const from = presence.publicKey

    if (message.type === 'roster') {
      this.init.onRoster(presence, message.roster, message.secret)
      return
    }

    if (message.type !== 'join' && message.type !== 'look' && message.type !== 'present') {
      return
    }

    if (message.type === 'present') {
      const id = this.init.peerIdOf(toString(presence.sessionKey, 'base16')).toString()
      this.met.add(id)
      this.entry.succeed(id)
    }

    const { roster, secret } = this.init.news()

    if (this.init.belongs(from) && roster?.signed != null) {
      this.signaling.sendDirectly(presence, { type: 'roster', roster, secret }, { dial: false })
    } else if (message.type === 'join') {
      this.init.log('somebody asked to be let in by an epoch that is over')
      this.signaling.send(presence, { type: 'refuse', reason: 'not-a-member' })
    }
  }
}
