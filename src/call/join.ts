import { AbortError } from '@libp2p/interface'
import { toString } from 'uint8arrays/to-string'
import { isOver } from '../mesh/index.ts'
import { setNewest } from '../newest.ts'
import { fromProvider } from './candidate-queue.ts'
import type { Adoption } from './call-events.ts'
import type { Candidate } from './candidate-queue.ts'
import type { Entry } from './entry.ts'
import type { GroupCall } from './group-call.ts'
import type { JoinProgress, JoinStep } from './progress.ts'
import type { Discovery } from '../discovery/index.ts'
import type { Group } from '../group/index.ts'
import type { SignedPresence } from '../signaling/index.ts'
import type { AbortOptions, Connection, Logger, PeerId, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** ms after which one who reaches nobody begins a call alone; the search goes on */
const REACH_TIMEOUT = 10_000

/** Members who were asked to let us in and could not: a full call */
const MAX_ASKED = 8

export interface JoinComponents {
  call: GroupCall
  /** For the epoch that the group is in */
  createDiscovery(group: Group): Discovery
  entry: Entry
  log: Logger
  peerIdOf(sessionKey: string): PeerId
  ownAddresses(): Multiaddr[]
  /** Open connections to peers that serve the DHT */
  openEntries(): Connection[]
}

export interface RunInit extends AbortOptions {
  /** Whether bootstrap peers may still connect */
  expectsEntry: boolean
  /** Who may be a member */
  members: Candidate[]
}

/**
 * One way into a call: sets discovery and entry going and hears what comes of
 * them. Nothing in it waits for time to pass: each step begins when what it
 * needs is there.
 */
export class Join {
  readonly call: GroupCall

  private readonly components: JoinComponents
  private readonly began = performance.now()
  private readonly steps = new Set<JoinStep>()
  private readonly settled: PromiseWithResolvers<void> = Promise.withResolvers()
  /** Those who have told an owner of us, who are not on the roster */
  private readonly asked = new Map<string, PeerInfo>()
  private discovery: Discovery
  private lookedUp = false
  private reachTimer?: ReturnType<typeof setTimeout>

  constructor (components: JoinComponents) {
    this.components = components
    this.call = components.call
    this.discovery = components.createDiscovery(this.call.group)
    this.settled.promise.catch(() => {})
  }

  async run (init: RunInit): Promise<void> {
    const { call, entry } = this.components
    const abort = (): void => { this.fail(init.signal?.reason as Error) }

    this.listen()

    try {
      init.signal?.throwIfAborted()
      init.signal?.addEventListener('abort', abort, { once: true })
      await call.open(this.components.ownAddresses(), init)
      this.progress('network')
      this.reachTimer = setTimeout(() => { this.onReachTimeout() }, REACH_TIMEOUT)
      init.members.forEach(candidate => { this.onCandidate(candidate) })
      await this.discovery.start()
      this.components.openEntries().forEach(connection => { this.onEntry(connection) })

      if (!init.expectsEntry && entry.idle && this.discovery.connectedPeers === 0) {
        this.progress('network', { problem: 'No peer of the network is known, so only members on the local network can be found: give the address of a bootstrap peer, or an invite' })
        this.lookedUp = true
        this.checkAlone()
      }

      await this.settled.promise
    } catch (err) {
      await call.leave()

      throw err
    } finally {
      clearTimeout(this.reachTimer)
      init.signal?.removeEventListener('abort', abort)
    }
  }

  /** A peer that serves the DHT is connected */
  onEntry (connection: Connection): void {
    this.progress('finding')
    this.discovery.addDhtPeer(connection)
  }

  onEntryFailure (address: Multiaddr, error: Error): void {
    if (this.discovery.connectedPeers === 0) {
      this.progress('network', { problem: `${address.toString()} cannot be reached (${error.message}): check the network, and that the bootstrap peer runs` })
    }
  }

  private listen (): void {
    const { call, entry, peerIdOf } = this.components

    this.listenToDiscovery()
    entry.addEventListener('attempt', () => { this.progress('dialling') })
    entry.addEventListener('idle', () => { this.checkAlone() })
    call.onStranger(sessionKey => { entry.fail(peerIdOf(sessionKey).toString()) })
    call.addEventListener('welcome', ({ detail: { sessionKey } }) => { entry.succeed(peerIdOf(sessionKey).toString()) })
    call.addEventListener('waiting', ({ detail: { owners, presence } }) => { this.onWaiting(owners, this.peerOf(presence)) })
    call.addEventListener('denied', ({ detail: { sessionKey } }) => { entry.fail(peerIdOf(sessionKey).toString()) })
    call.onRefused(sessionKey => { entry.fail(peerIdOf(sessionKey).toString()) })
    call.onAdoption(adoption => { this.onAdoption(adoption) })
    call.addEventListener('participant:join', () => { this.onParticipant() })
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

  private listenToDiscovery (): void {
    this.discovery.addEventListener('provider', ({ detail }) => { this.onCandidate(fromProvider(detail)) })
    this.discovery.addEventListener('lookup', ({ detail: { found, conclusive } }) => {
      this.progress('finding', { count: found })
      // a walk may have ended before there was anybody to walk to
      this.lookedUp ||= conclusive
      this.checkAlone()
    })
  }

  /** A member has told the owners of us; or is one of those who came before any owner and cannot let us in itself */
  private onWaiting (owners: number, peer: PeerInfo): void {
    const id = peer.id.toString()
    const known = this.asked.has(id)

    this.components.entry.succeed(id)
    setNewest(this.asked, id, peer, MAX_ASKED)
    this.progress('waiting', { count: owners })

    if (owners === 0 && !known) {
      this.introduce(peer)
    }
  }

  /** Who belongs to the group has changed, and perhaps that is us; or where it meets has */
  private onAdoption ({ renewed, bearer }: Adoption): void {
    if (renewed) {
      this.discovery.stop().catch(err => { this.components.log.error('discovery did not stop - %e', err) })
      this.discovery = this.components.createDiscovery(this.call.group)
      this.listenToDiscovery()
      this.discovery.start().then(() => {
        this.components.openEntries().forEach(connection => { this.onEntry(connection) })
      }, err => { this.components.log.error('discovery did not start - %e', err) })
    }

    if (!this.call.entered && this.call.belongs) {
      const peers = [...this.asked.values(), ...(bearer == null || this.asked.has(this.peerOf(bearer).id.toString()) ? [] : [this.peerOf(bearer)])]
      this.asked.clear()
      peers.forEach(peer => { this.introduce(peer) })
    }
  }

  private introduce (peer: PeerInfo): void {
    this.call.introduce(peer).catch(err => { this.components.log('could not ask a member again - %e', err) })
  }

  private peerOf ({ sessionKey, addresses }: SignedPresence): PeerInfo {
    return { id: this.components.peerIdOf(toString(sessionKey, 'base16')), multiaddrs: addresses }
  }

  /** Somebody may be a member */
  onCandidate (candidate: Candidate): void {
    this.components.entry.add(candidate)
  }

  private onParticipant (): void {
    this.progress('connecting', { count: this.call.participants.length })
    this.discovery.makeRoom()
    this.enter()
  }

  /** Nobody was found, or none of those is in a call, whoever was asked: we are the first */
  private checkAlone (): void {
    // when a call is over nobody is asked any more, which does not make us the first
    if (isOver(this.call.state) || !this.lookedUp || !this.components.entry.idle || (!this.call.entered && this.discovery.askOthers())) {
      return
    }

    const { entered } = this.call
    this.call.onSearched()

    if (!this.call.entered) {
      // whoever comes is asked
      this.progress('waiting', { count: 0 })
    } else if (!entered) {
      this.progress('done', { count: 0 })
      this.enter()
    }
  }

  private enter (): void {
    this.call.enter().then(() => {
      // leave() makes enter() resolve without having entered
      if (!isOver(this.call.state)) {
        this.settled.resolve()
      }
    }, err => { this.fail(err) })
  }

  private onReachTimeout (): void {
    if (!this.lookedUp) {
      this.progress('network', { problem: 'Nobody could be reached. The search goes on: check the network, and that a bootstrap peer runs' })
    }

    this.lookedUp = true
    this.checkAlone()
  }

  private fail (err: Error): void {
    this.settled.reject(err)
  }

  private stop (): void {
    clearTimeout(this.reachTimer)
    this.components.entry.stop()
    this.discovery.stop().catch(err => { this.components.log.error('discovery did not stop - %e', err) })
    this.fail(new AbortError('The call was left while joining'))
  }

  /** Each step is told once; what went wrong, and what was found, each time */
  private progress (step: JoinStep, more: Partial<JoinProgress> = {}): void {
    if (this.steps.has('done') || (this.steps.has(step) && more.problem == null)) {
      return
    }

    this.steps.add(step)
    this.call.safeDispatchEvent('progress', { detail: { step, at: performance.now() - this.began, ...more } })
  }
}
