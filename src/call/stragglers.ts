import { setNewest } from '../newest.ts'
import { hexKeyOf } from '../signaling/index.ts'
import { Onlooker } from './onlooker.ts'
import { rosterMessages } from './protocol/roster-messages.ts'
import { Search } from './search.ts'
import type { CallDriver } from './call-driver.ts'
import type { LobbyComponents } from './lobby.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, GroupKeys } from '../group/index.ts'
import type { ReceivedMessage } from '../signaling/index.ts'
import type { Logger } from '@libp2p/interface'

/** Members of a past epoch that have answered and are not asked again: more than are in its calls */
const MAX_MET = 64

export interface StragglersInit {
  identity: Identity
  /** Of the past epoch */
  keys: GroupKeys
  /** Of the call in the current epoch. A session newer than the call's would replace it, so this one is used. */
  driver: Pick<CallDriver, 'protocol' | 'receiveRoster' | 'session'>
}

/**
 * Finds the members that missed the end of an epoch, and hands each of them the
 * current roster and secret over a stream whose other end it has proved to be
 */
export class Stragglers {
  private readonly init: StragglersInit
  private readonly log: Logger
  private readonly onlooker: Onlooker
  private readonly search: Search
  /** By session key */
  private readonly met = new Map<string, true>()

  constructor (components: LobbyComponents, init: StragglersInit) {
    const { identity, keys, driver } = init

    this.init = init
    this.log = components.node.logger.forComponent('groupcall:stragglers')
    this.onlooker = new Onlooker(components.node, {
      server: components.server,
      identity,
      keys,
      session: driver.session,
      dials: components.dials,
      name: '',
      participants: 0,
      receive: message => { this.onMessage(message) },
      // members of the losing branch of a fork have to be told, too
      isMember: publicKey => driver.protocol.isMember(publicKey) || wasOwner(driver.protocol.group, publicKey),
      // if we are alone, the others may be in the past epoch
      isAlone: () => driver.protocol.participants.size === 0,
      isKnown: sessionKey => this.met.has(sessionKey)
    })
    this.search = new Search(components, { keys, asker: this.onlooker })
    this.onlooker.signaling.addEventListener('version', ({ detail: { presence } }) => { this.search.fail(hexKeyOf(presence)) })
    this.onlooker.signaling.addEventListener('stranger', ({ detail: { sessionKey } }) => { this.search.fail(sessionKey) })
  }

  /** @throws {AbortError} when it was stopped meanwhile */
  async start (): Promise<void> {
    await this.search.start()
  }

  /** Idempotent */
  async stop (): Promise<void> {
    await this.search.stop()
  }

  private onMessage ({ presence, message }: ReceivedMessage): void {
    const { driver } = this.init
    const { signaling } = this.onlooker

    if (message.type === 'roster') {
      driver.receiveRoster(presence, message)
      return
    }

    if (message.type !== 'join' && message.type !== 'look' && message.type !== 'present') {
      return
    }

    if (message.type === 'present') {
      const sessionKey = hexKeyOf(presence)
      setNewest(this.met, sessionKey, true, MAX_MET)
      this.search.succeed(sessionKey)
    }

    const { group } = driver.protocol
    const secret = driver.protocol.isMember(presence.publicKey)

    if (group.roster?.signed != null && (secret || wasOwner(group, presence.publicKey))) {
      rosterMessages(group, { secret }).forEach(message => { signaling.sendDirectly(presence, message, { dial: false }) })
    } else if (message.type === 'join') {
      this.log('refused a newcomer in a past epoch')
      signaling.send(presence, { type: 'refuse', reason: 'not-a-member' })
    }
  }
}

/** Returns whether a person was an owner: after a fork it may be on the other branch, and not know that it was removed */
function wasOwner ({ links = [] }: Group, publicKey: string): boolean {
  return links.some(({ owners }) => owners.some(owner => owner.publicKey === publicKey))
}
