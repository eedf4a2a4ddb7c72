import { AbortError } from '@libp2p/interface'
import { toString } from 'uint8arrays/to-string'
import { deriveGroupKeys } from '../group/index.ts'
import { isOver } from '../mesh/index.ts'
import { setNewest } from '../newest.ts'
import { Search } from './search.ts'
import { peerOf } from './session-peer.ts'
import type { Adoption } from './call-events.ts'
import type { GroupCall } from './group-call.ts'
import type { PossibleMembers } from './possible-members.ts'
import type { JoinProgress, JoinStep } from './progress.ts'
import type { Asker, SearchComponents } from './search.ts'
import type { SignedPresence } from '../signaling/index.ts'
import type { AbortOptions, Logger, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Members that are asked again once an owner has let us in: as many as a call has */
const MAX_ASKED = 8

export interface JoinComponents extends SearchComponents {
  members: SearchComponents['members'] & Pick<PossibleMembers, 'remember'>
}

export interface JoinInit {
  call: GroupCall
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

  private readonly components: JoinComponents
  private readonly log: Logger
  private readonly search: Search
  private readonly began: number
  private readonly steps = new Set<JoinStep>()
  private readonly settled: PromiseWithResolvers<void> = Promise.withResolvers()
  /** Members that announced us to the owners, or can't let us in, by PeerId */
  private readonly asked = new Map<string, PeerInfo>()

  constructor (components: JoinComponents, { call, addresses, members }: JoinInit) {
    this.components = components
    this.call = call
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

  async open (addresses: Multiaddr[], options: AbortOptions): Promise<void> {
    await this.call.open(addresses, options)
  }

  async close (): Promise<void> {
    await this.call.leave()
  }

  isAlone (): boolean {
    return this.call.participants.length === 0
  }

  isKnown (sessionKey: string): boolean {
    return this.call.isParticipant(sessionKey)
  }

  async ask (peer: PeerInfo, options: AbortOptions): Promise<void> {
    await this.call.introduce(peer, options)
  }

  private listen (): void {
    const { call, search } = this

    search.addEventListener('entry', () => { this.progress('finding') })
    search.addEventListener('lookup', ({ detail: { found } }) => { this.progress('finding', { count: found }) })
    search.addEventListener('attempt', () => { this.progress('dialling') })
    search.addEventListener('exhausted', () => { this.onExhausted() })
    search.addEventListener('problem', ({ detail: { message } }) => { this.progress('network', { problem: message }) })

    call.onStranger(sessionKey => { search.fail(sessionKey) })
    call.onAdoption(adoption => { this.onAdoption(adoption) })
    call.addEventListener('welcome', ({ detail: { sessionKey } }) => { search.succeed(sessionKey) })
    call.addEventListener('denied', ({ detail: { sessionKey } }) => { search.fail(sessionKey) })
    call.onRefused(sessionKey => { search.fail(sessionKey) })
    call.addEventListener('waiting', ({ detail: { owners, presence } }) => { this.onWaiting(owners, presence) })
    call.addEventListener('participant:join', ({ detail: { publicKey, addresses } }) => {
      this.components.members.remember(call.group.id, publicKey, addresses)
      this.onParticipant()
    })
    call.addEventListener('participant:update', ({ detail }) => {
      if (detail.linkState === 'connected') {
        this.progress('done')
      }
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

  /** A member announced us to the owners, or is waiting for one itself and can't let us in */
  private onWaiting (owners: number, presence: SignedPresence): void {
    const peer = peerOf(presence)
    const id = peer.id.toString()
    const known = this.asked.has(id)

    this.search.succeed(toString(presence.sessionKey, 'base16'))
    setNewest(this.asked, id, peer, MAX_ASKED)
    this.progress('waiting', { count: owners })

    if (owners === 0 && !known) {
      this.introduce(peer)
    }
  }

  /** The roster has changed, and may contain us now; or the group has a new epoch and meets elsewhere */
  private onAdoption ({ renewed, bearer }: Adoption): void {
    if (renewed) {
      this.search.changeKeys(deriveGroupKeys(this.call.group)).catch(err => { this.log.error('could not search in the new epoch - %e', err) })
    }

    if (!this.call.entered && this.call.belongs) {
      const peers = new Map(this.asked)

      if (bearer != null) {
        const peer = peerOf(bearer)
        peers.set(peer.id.toString(), peers.get(peer.id.toString()) ?? peer)
      }

      this.asked.clear()
      peers.forEach(peer => { this.introduce(peer) })
    }
  }

  private introduce (peer: PeerInfo): void {
    this.call.introduce(peer).catch(err => { this.log('could not ask a member again - %e', err) })
  }

  private onParticipant (): void {
    this.progress('connecting', { count: this.call.participants.length })
    this.search.makeRoom()
    this.enter()
  }

  /** Everybody that was found has been asked: we are the first, if we belong to the group and nobody refused */
  private onExhausted (): void {
    if (isOver(this.call.state)) {
      return
    }

    const { entered } = this.call
    this.call.onSearched()

    if (isOver(this.call.state)) {
      // somebody has refused
      return
    }

    if (!this.call.entered) {
      // peers that are found later are asked
      this.progress('waiting', { count: 0 })
    } else if (!entered) {
      this.progress('done', { count: 0 })
      this.enter()
    }
  }

  private enter (): void {
    this.call.enter().then(() => {
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

    this.steps.add(step)
    this.call.safeDispatchEvent('progress', { detail: { step, at: this.components.timers.now() - this.began, ...more } })
  }
}
