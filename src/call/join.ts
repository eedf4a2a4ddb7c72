import { AbortError } from '@libp2p/interface'
import { deriveGroupKeys } from '../group/index.ts'
import { HARD_LIMIT, isOver } from '../mesh/index.ts'
import { selectAddresses } from '../network/addresses.ts'
import { Search } from './search.ts'
import { peerOf } from './session-peer.ts'
import type { CallDriver } from './call-driver.ts'
import type { GroupCall } from './group-call.ts'
import type { PossibleMembers } from './possible-members.ts'
import type { JoinProgress, JoinStep } from './progress.ts'
import type { ParticipantRecord } from './protocol/participants.ts'
import type { Surroundings } from './reconnection.ts'
import type { Asker, SearchComponents } from './search.ts'
import type { LinkState } from '../link/index.ts'
import type { Disturbance } from '../network/network-watch.ts'
import type { ConnectOptions } from '../signaling/index.ts'
import type { AbortOptions, Logger, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface JoinComponents extends SearchComponents {
  members: SearchComponents['members'] & Pick<PossibleMembers, 'remember'>
}

export interface JoinInit {
  call: GroupCall
  driver: CallDriver
  /** Of possible members and bootstrap peers */
  addresses?: Multiaddr[]
  /** Members that a lobby has found */
  members: PeerInfo[]
}

/**
 * The way into a call: searches for members and asks to be let in. Each step begins
 * as soon as what it needs is there.
 */
export class Join implements Asker {
  readonly call: GroupCall

  private readonly driver: CallDriver
  private readonly components: JoinComponents
  private readonly log: Logger
  private readonly search: Search
  private readonly began: number
  private readonly steps = new Set<JoinStep>()
  /** The user was told that nobody else is here */
  private beganAlone = false
  private readonly settled: PromiseWithResolvers<void> = Promise.withResolvers()

  constructor (components: JoinComponents, { call, driver, addresses, members }: JoinInit) {
    this.components = components
    this.call = call
    this.driver = driver
    this.log = components.node.logger.forComponent('groupcall:join')
    this.began = components.timers.now()
    this.search = new Search(components, {
      keys: deriveGroupKeys(call.group),
      asker: this,
      hints: { groupId: call.group.id, addresses, members }
    })
    // a join that is aborted before it began has nobody who waits for this
    this.settled.promise.catch(() => {})
  }

  /** Resolves when we are in the call */
  async run ({ signal }: AbortOptions = {}): Promise<void> {
    const abort = (): void => { this.fail(signal?.reason) }

    this.listen()

    try {
      signal?.throwIfAborted()
      signal?.addEventListener('abort', abort, { once: true })
      this.progress('network')
      // not awaited, because a member may let us in before everything has started
      this.search.start().catch(err => {
        this.log('the search did not start - %e', err)
        this.fail(err)
      })
      await this.settled.promise
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  /** See `CallDriver.recover`. The links that this shows as lost start a search */
  recover (disturbance: Disturbance, surroundings: Surroundings): void {
    this.driver.recover(disturbance, surroundings)
  }

  /** See `CallDriver.announce` */
  announce (addresses: Multiaddr[]): void {
    this.driver.announce(addresses)
  }

  async open (addresses: Multiaddr[]): Promise<void> {
    await this.driver.open(addresses)
    // they may have changed meanwhile
    this.announce(selectAddresses(this.components.node.addressManager.getAddresses()))
  }

  async close (): Promise<void> {
    await this.call.leave()
  }

  isAlone (): boolean {
    return this.call.participants.length === 0
  }

  isKnown (sessionKey: string): boolean {
    return this.driver.isReached(sessionKey)
  }

  async ask (peer: PeerInfo, options: ConnectOptions): Promise<void> {
    await this.driver.introduce(peer, options)
  }

  private listen (): void {
    const { call, driver, search } = this

    search.addEventListener('entry', () => { this.progress('finding') })
    search.addEventListener('lookup', ({ detail: { found } }) => { this.progress('finding', { count: found }) })
    search.addEventListener('attempt', () => { this.progress('dialling') })
    search.addEventListener('look', () => { driver.reachLost() })
    search.addEventListener('exhausted', () => { this.onExhausted() })
    search.addEventListener('problem', ({ detail: { message } }) => { this.progress('network', { problem: message }) })

    driver.listen({
      onAdoption: renewed => { this.onAdoption(renewed) },
      onAnswer: (sessionKey, answer) => {
        if (answer === 'refused') {
          search.fail(sessionKey)
        } else {
          search.succeed(sessionKey)
        }
      },
      onTurnedAway: sessionKey => { search.fail(sessionKey) },
      onStranger: sessionKey => { search.fail(sessionKey) },
      onParted: (record, left) => { this.onParted(record, left) }
    })
    call.addEventListener('waiting', ({ detail: { owners } }) => { this.progress('waiting', { count: owners }) })
    call.addEventListener('participant:join', ({ detail: { publicKey, addresses } }) => {
      this.components.members.remember(call.group.id, publicKey, addresses)
      search.find(publicKey)
      this.onParticipant()
    })
    call.addEventListener('participant:update', ({ detail: { publicKey, addresses, linkState } }) => {
      this.components.members.remember(call.group.id, publicKey, addresses)
      this.onLink(publicKey, linkState)
    })
    call.addEventListener('problem', ({ detail: { participant, error } }) => {
      if (participant == null) {
        this.fail(error)
      }
    })
    call.addEventListener('state', ({ detail }) => {
      if (detail === 'ended') {
        this.stop()
      }
    })
  }

  /** The group has a new epoch, and meets elsewhere */
  private onAdoption (renewed: boolean): void {
    if (renewed) {
      this.search.changeKeys(deriveGroupKeys(this.call.group)).catch(err => { this.log.error('could not search in the new epoch - %e', err) })
    }
  }

  private onLink (publicKey: string, state: LinkState): void {
    const record = this.driver.protocol.participants.get(publicKey)

    if (state === 'connected') {
      this.search.find(publicKey)
      this.progress('done')
    } else if (record?.met === true && (state === 'reconnecting' || state === 'closed')) {
      this.search.lose(publicKey, peerOf(record.presence))
    }
  }

  /** Called when a participant has gone. Without a goodbye, it may only be out of reach */
  private onParted ({ publicKey, met, presence }: ParticipantRecord, left: boolean): void {
    if (met && !left && !isOver(this.call.state) && this.call.participants.length < HARD_LIMIT - 1) {
      this.search.lose(publicKey, peerOf(presence))
    } else {
      this.search.find(publicKey)
    }
  }

  private onParticipant (): void {
    if (this.beganAlone) {
      // withdraw the message that nobody else is here
      this.beganAlone = false
      this.steps.delete('connecting')
      this.steps.delete('done')
    }

    this.progress('connecting', { count: this.call.participants.length })
    this.search.makeRoom()
    this.enter()
  }

  /** Everybody that was found has been asked: we are the first, if we belong to the group and nobody refused */
  private onExhausted (): void {
    if (isOver(this.call.state)) {
      return
    }

    const { entered } = this.driver.protocol
    this.driver.onSearched()

    if (isOver(this.call.state)) {
      // a member has refused
      return
    }

    if (!this.driver.protocol.entered) {
      // peers that are found later are asked
      this.progress('waiting', { count: 0 })
    } else if (!entered) {
      this.progress('done', { count: 0 })
      this.beganAlone = true
      this.enter()
    }
  }

  private enter (): void {
    this.driver.enter().then(() => {
      // after leave() it resolves without having entered
      if (!isOver(this.call.state)) {
        this.settled.resolve()
      }
    }, err => { this.fail(err) })
  }

  private fail (err: Error): void {
    this.settled.reject(err)
  }

  private stop (): void {
    this.fail(new AbortError('The call was left while joining'))
    this.search.stop().catch(err => { this.log.error('the search did not stop - %e', err) })
  }

  /** Reports each step once; problems, and what was found, each time */
  private progress (step: JoinStep, more: Partial<JoinProgress> = {}): void {
    if (this.steps.has('done') || (this.steps.has(step) && more.problem == null)) {
      return
    }

    const at = this.components.timers.now() - this.began
    this.log('%s after %d ms%s%s', step, Math.round(at), more.count == null ? '' : `, count ${more.count}`, more.problem == null ? '' : `: ${more.problem}`)
    this.steps.add(step)
    this.call.safeDispatchEvent('progress', { detail: { step, at, ...more } })
  }
}
