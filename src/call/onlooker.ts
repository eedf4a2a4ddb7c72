import { Signaling } from '../signaling/index.ts'
import type { Asker } from './search.ts'
import type { Identity } from '../../keys/index.ts'
import type { GroupKeys } from '../group/index.ts'
import type { DialPool } from '../network/dial-pool.ts'
import type { ConnectOptions, LocalSession, ReceivedMessage, SignalingComponents, SignalingServer } from '../signaling/index.ts'
import type { PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Stands for no call; an answer names the call of the member that answers */
const NO_CALL = '0'.repeat(32)

export interface OnlookerInit {
  server: SignalingServer
  identity: Identity
  keys: GroupKeys
  session: LocalSession
  dials: DialPool
  name: string
  /** How many participants to announce: the local one, or none */
  participants: number
  /**
   * Take streams that members open
   *
   * @default true
   */
  listen?: boolean
  receive(message: ReceivedMessage): void
  /** Returns whether an identity belongs to the group now */
  isMember(publicKey: string): boolean
  isAlone(): boolean
  isKnown(sessionKey: string): boolean
}

/** Speaks to the members of a group without being in its call, to ask who is in it */
export class Onlooker implements Asker {
  readonly signaling: Signaling

  private readonly init: OnlookerInit

  constructor (components: SignalingComponents, init: OnlookerInit) {
    const { server, identity, keys, session, dials, name, participants, listen } = init

    this.init = init
    this.signaling = new Signaling(components, {
      server,
      identity,
      keys,
      session,
      dials,
      name,
      callId: () => NO_CALL,
      greeting: () => ({ type: 'welcome', presences: [], informed: [], state: { muted: true, listenOnly: true, name, participants, rosterVersion: 0, settled: false } }),
      receive: message => { init.receive(message) },
      introducers: () => [],
      isParticipant: () => false,
      isMember: publicKey => init.isMember(publicKey),
      listen
    })
  }

  async open (addresses: Multiaddr[]): Promise<void> {
    await this.signaling.start(addresses)
  }

  async close (): Promise<void> {
    await this.signaling.stop()
  }

  isAlone (): boolean {
    return this.init.isAlone()
  }

  isKnown (sessionKey: string): boolean {
    return this.init.isKnown(sessionKey)
  }

  async ask (peer: PeerInfo, options: ConnectOptions = {}): Promise<void> {
    await this.signaling.introduce(peer, { type: 'look' }, options)
  }
}
