import type { Entry } from './entry.ts'
import type { GroupCall } from './group-call.ts'
import type { JoinProgress, JoinStep } from './progress.ts'
import type { Discovery } from '../discovery/index.ts'
import type { AbortOptions, Connection, Logger, PeerId, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** ms after which one who reaches nobody begins a call alone; the search goes on */
const REACH_TIMEOUT = 10_000

export interface JoinComponents {
  call: GroupCall
  discovery: Discovery
  entry: Entry
  log: Logger
  peerIdOf(sessionKey: string): PeerId
  ownAddresses(): Multiaddr[]
  onProgress?(progress: JoinProgress): void
}

export interface RunInit extends AbortOptions {
  /** Open connections to peers that serve the DHT */
  entries: Connection[]
  /** Whether more of these may come */
  expectsEntry: boolean
  /** Who may be a member */
  members: PeerInfo[]
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
  private lookedUp = false
  private reachTimer?: ReturnType<typeof setTimeout>

  constructor (components: JoinComponents) {
    this.components = components
    this.call = components.call
    this.settled.promise.catch(() => {})
  }

  async run (init: RunInit): Promise<void> {
    const { call, discovery, entry } = this.components
    const abort = (): void => { this.fail(init.signal?.reason as Error) }

    init.signal?.addEventListener('abort', abort, { once: true })
    this.listen()

    try {
      await call.open(this.components.ownAddresses(), init)
      this.progress('network')
      this.reachTimer = setTimeout(() => { this.onReachTimeout() }, REACH_TIMEOUT)
      init.members.forEach(peer => { this.onProvider(peer) })
      await discovery.start()
      init.entries.forEach(connection => { this.onEntry(connection) })

      if (!init.expectsEntry && entry.idle && discovery.connectedPeers === 0) {
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
    this.components.discovery.addDhtPeer(connection)
  }

  onEntryFailure (address: Multiaddr, error: Error): void {
    if (this.components.discovery.connectedPeers === 0) {
      this.progress('network', { problem: `${address.toString()} cannot be reached (${error.message}): check the network, and that the bootstrap peer runs` })
    }
  }

  private listen (): void {
    const { call, discovery, entry, peerIdOf } = this.components

    discovery.addEventListener('provider', ({ detail }) => { this.onProvider(detail) })
    discovery.addEventListener('lookup', ({ detail: { found, conclusive } }) => {
      this.progress('finding', { count: found })
      // a walk may have ended before there was anybody to walk to
      this.lookedUp ||= conclusive
      this.checkAlone()
    })
    entry.addEventListener('attempt', () => { this.progress('dialling') })
    entry.addEventListener('idle', () => { this.checkAlone() })
    call.onStranger(sessionKey => { entry.fail(peerIdOf(sessionKey).toString()) })
    call.addEventListener('welcome', ({ detail: { sessionKey } }) => { entry.succeed(peerIdOf(sessionKey).toString()) })
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

  /** Somebody may be a member */
  onProvider (peer: PeerInfo): void {
    this.components.entry.add(peer)
  }

  private onParticipant (): void {
    this.progress('connecting', { count: this.call.participants.length })
    this.components.discovery.makeRoom()
    this.enter()
  }

  /** Nobody was found, or none of those is in a call: we are the first */
  private checkAlone (): void {
    if (this.lookedUp && this.components.entry.idle && !this.call.entered) {
      this.progress('done', { count: 0 })
      this.enter()
    }
  }

  private enter (): void {
    this.call.enter().then(() => { this.settled.resolve() }, err => { this.fail(err) })
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
    this.components.discovery.stop().catch(err => { this.components.log.error('discovery did not stop - %e', err) })
    this.settled.resolve()
  }

  /** Each step is told once; what went wrong, and what was found, each time */
  private progress (step: JoinStep, more: Partial<JoinProgress> = {}): void {
    if (this.steps.has('done') || (this.steps.has(step) && more.problem == null)) {
      return
    }

    this.steps.add(step)
    this.components.onProgress?.({ step, at: performance.now() - this.began, ...more })
  }
}
