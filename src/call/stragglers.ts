import { toString } from 'uint8arrays/to-string'
import { setNewest } from '../newest.ts'
import { Onlooker } from './onlooker.ts'
import { Search } from './search.ts'
import type { GroupCall } from './group-call.ts'
import type { LobbyComponents } from './lobby.ts'
import type { Identity } from '../../keys/index.ts'
import type { GroupKeys } from '../group/index.ts'
import type { ReceivedMessage } from '../signaling/index.ts'
import type { Logger } from '@libp2p/interface'

/** Members of a past epoch that have answered and are not asked again: more than are in its calls */
const MAX_MET = 64

export interface StragglersInit {
  identity: Identity
  /** Of the past epoch */
  keys: GroupKeys
  /** In the current epoch. A session newer than the call's would replace it, so this one is used. */
  call: Pick<GroupCall, 'group' | 'hasMember' | 'participants' | 'receiveRoster' | 'session'>
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
    const { identity, keys, call } = init

    this.init = init
    this.log = components.node.logger.forComponent('groupcall:stragglers')
    this.onlooker = new Onlooker(components.node, {
      identity,
      keys,
      session: call.session,
      name: '',
      participants: 0,
      receive: message => { this.onMessage(message) },
      // if we are alone, the others may be in the past epoch
      isAlone: () => call.participants.length === 0,
      isKnown: sessionKey => this.met.has(sessionKey)
    })
    this.search = new Search(components, { keys, asker: this.onlooker })
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
    const { call } = this.init
    const { signaling } = this.onlooker

    if (message.type === 'roster') {
      call.receiveRoster(presence, message.roster, message.secret)
      return
    }

    if (message.type !== 'join' && message.type !== 'look' && message.type !== 'present') {
      return
    }

    if (message.type === 'present') {
      const sessionKey = toString(presence.sessionKey, 'base16')
      setNewest(this.met, sessionKey, true, MAX_MET)
      this.search.succeed(sessionKey)
    }

    const { roster, secret } = call.group

    if (call.hasMember(presence.publicKey) && roster?.signed != null) {
      signaling.sendDirectly(presence, { type: 'roster', roster, secret }, { dial: false })
    } else if (message.type === 'join') {
      this.log('refused a newcomer in a past epoch')
      signaling.send(presence, { type: 'refuse', reason: 'not-a-member' })
    }
  }
}
