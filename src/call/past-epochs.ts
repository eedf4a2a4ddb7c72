import { toString } from 'uint8arrays/to-string'
import { deriveGroupKeys } from '../group/index.ts'
import { Stragglers } from './stragglers.ts'
import type { Entry } from './entry.ts'
import type { GroupCall } from './group-call.ts'
import type { Identity } from '../../keys/index.ts'
import type { Discovery } from '../discovery/index.ts'
import type { GroupKeys, PreviousEpoch } from '../group/index.ts'
import type { SignalingComponents } from '../signaling/index.ts'
import type { Connection, Logger, PeerId, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface PastEpochsInit {
  identity: Identity
  call: GroupCall
  createDiscovery(keys: GroupKeys): Discovery
  createEntry(introduce: (peer: PeerInfo, signal: AbortSignal) => Promise<void>, isKnown: (peer: PeerInfo) => boolean): Entry
  peerIdOf(sessionKey: string): PeerId
  ownAddresses(): Multiaddr[]
  /** Open connections to peers that serve the DHT */
  openEntries(): Connection[]
  log: Logger
}

/**
 * While one is in a call, the group's past epochs are watched for members who
 * have missed that they are past
 */
export class PastEpochs {
  private readonly components: SignalingComponents
  private readonly init: PastEpochsInit
  private readonly watched = new Map<string, Stragglers>()
  private active = false

  constructor (components: SignalingComponents, init: PastEpochsInit) {
    this.components = components
    this.init = init
    init.call.onAdoption(() => { this.watch() })
  }

  /** One is in the call: before that there is nothing to tell, and a join needs the time */
  start (): void {
    this.active = this.init.call.state !== 'ended'
    this.watch()
  }

  stop (): void {
    this.active = false
    this.watched.forEach(stragglers => { this.end(stragglers) })
    this.watched.clear()
  }

  private watch (): void {
    const { previous = [] } = this.init.call.group

    if (!this.active) {
      return
    }

    const wanted = new Map(previous.map(past => [toString(past.secret, 'base16'), past]))

    for (const [secret, stragglers] of this.watched) {
      if (!wanted.has(secret)) {
        this.watched.delete(secret)
        this.end(stragglers)
      }
    }

    wanted.forEach((past, secret) => {
      if (!this.watched.has(secret)) {
        this.watched.set(secret, this.begin(past))
      }
    })
  }

  private begin ({ epoch, secret }: PreviousEpoch): Stragglers {
    const { call, createDiscovery, createEntry, identity, log, openEntries, ownAddresses, peerIdOf } = this.init
    const keys = deriveGroupKeys({ ...call.group, epoch, secret })
    const stragglers = new Stragglers(this.components, {
      identity,
      session: call.session,
      keys,
      belongs: publicKey => call.hasMember(publicKey),
      news: () => call.group,
      discovery: createDiscovery(keys),
      createEntry,
      peerIdOf,
      onRoster: (from, roster, key) => { call.receiveRoster(from, roster, key) },
      log
    })
    stragglers.start(ownAddresses(), openEntries()).catch(err => { log.error('a past epoch is not watched - %e', err) })

    return stragglers
  }

  private end (stragglers: Stragglers): void {
    stragglers.stop().catch(err => { this.init.log.error('a past epoch is watched still - %e', err) })
  }
}
