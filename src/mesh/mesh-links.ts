import { candidateTargetOf, Link, LinkFailedError } from '../link/index.ts'
import { CandidateBudget } from './candidate-budget.ts'
import { ConnectionBudget } from './connection-budget.ts'
import { isInitiator } from './initiator.ts'
import { MESH_LIMITS } from './limits.ts'
import { LinkMonitor } from './link-monitor.ts'
import { PostponedLinks } from './postponed-links.ts'
import { Retries } from './retries.ts'
import { toParameterSignaling } from './sdp-signaling.ts'
import type { DroppedMessages } from './dropped-messages.ts'
import type { MeshLimits } from './limits.ts'
import type { GroupCallMeshEvents, GroupCallMeshInit, ParameterSignaling, Repair } from './types.ts'
import type { LinkState } from '../link/index.ts'
import type { TypedEventTarget } from 'main-event'

export interface MeshLinksInit extends Omit<GroupCallMeshInit, 'microphone'> {
  events: TypedEventTarget<GroupCallMeshEvents>
  dropped: DroppedMessages
  /** The track to send to a participant */
  trackFor(participant: string): MediaStreamTrack | undefined
  onConnected(): void
  /** Called when a participant is no longer in the call: it left, or could not be reached for too long */
  onGone(participant: string): void
}

/** What the mesh knows about a participant */
interface Entry {
  /** Absent until a connection may be created, and after a bad description */
  link?: Link
}

/**
 * The participants of a call and the links to them: creates a link to each,
 * re-creates it when it fails, and reports participants that can't be reached
 */
export class MeshLinks {
  readonly postponed = new PostponedLinks()
  readonly retries: Retries

  private readonly init: MeshLinksInit
  private readonly limits: MeshLimits
  private readonly now: () => number
  private readonly signaling: ParameterSignaling
  private readonly entries = new Map<string, Entry>()
  /** Links that were closed, and whose connections are still open */
  private readonly closing = new Set<Promise<void>>()
  private readonly budget: ConnectionBudget
  private readonly candidates = new CandidateBudget()
  private readonly trickles: boolean
  private readonly monitor: LinkMonitor

  constructor (init: MeshLinksInit) {
    this.init = init
    this.limits = { ...MESH_LIMITS, ...init.limits }
    this.now = init.now ?? (() => performance.now())
    this.signaling = toParameterSignaling(init.signaling, init.opus)
    this.budget = new ConnectionBudget(this.limits.connectionInterval, this.limits.closingTime)
    this.trickles = 'sendDescription' in init.signaling
    this.retries = new Retries({
      limits: this.limits,
      now: this.now,
      signaling: this.signaling,
      events: init.events,
      isHeard: init.isHeard,
      linkTo: participant => this.get(participant),
      connect: participant => { this.connect(participant) },
      lose: (participant, error) => { this.lose(participant, error) }
    })
    this.monitor = new LinkMonitor({
      now: this.now,
      onQuality: quality => { init.events.safeDispatchEvent('link:quality', { detail: quality }) }
    })
  }

  /** Public keys of the other participants */
  get participants (): string[] {
    return [...this.entries.keys()]
  }

  start (): void {
    this.monitor.start()
    this.retries.start()
  }

  /** Stops measuring and watching; participants are removed with {@link remove} */
  stop (): void {
    this.monitor.stop()
    this.retries.stop()
  }

  /** Resolves when the connections of all closed links are closed, too */
  async closed (): Promise<void> {
    await Promise.all(this.closing)
  }

  has (participant: string): boolean {
    return this.entries.has(participant)
  }

  get (participant: string): Link | undefined {
    return this.entries.get(participant)?.link
  }

  forEach (each: (link: Link) => void): void {
    this.entries.forEach(({ link }) => {
      if (link != null) {
        each(link)
      }
    })
  }

  /** Called when any message from a participant arrives */
  markAlive (participant: string): void {
    this.retries.markAlive(participant)
  }

  /** Adds a participant; its link is created with {@link connect} */
  add (participant: string): void {
    this.entries.set(participant, {})
  }

  /** Removes a participant that has left the call; returns false if it wasn't in it */
  remove (participant: string): boolean {
    const entry = this.entries.get(participant)

    if (entry == null) {
      return false
    }

    this.entries.delete(participant)
    this.retries.remove(participant)
    this.close(participant, entry)

    return true
  }

  /** Creates or re-creates a participant's link: at once, or as soon as another connection may be created */
  connect (participant: string): void {
    const { init, limits, now } = this
    const entry = this.entries.get(participant)

    if (entry == null) {
      return
    }

    this.retries.add(participant)

    const delay = this.budget.delay(participant, now())

    if (delay > 0) {
      init.log('another link to %s in %d ms', participant, Math.ceil(delay))
      this.postponed.add(participant, Math.ceil(delay), () => { this.connect(participant) })
      return
    }

    this.close(participant, entry)

    const initiator = isInitiator(init.publicKey, participant)
    const prepared = initiator ? init.preparedOffer?.(participant) : undefined
    const connection = prepared?.connection ?? this.createConnection(participant)

    if (connection == null) {
      return
    }

    const link = new Link({
      participant,
      initiator,
      connection,
      prepared,
      track: init.trackFor(participant),
      opus: init.opus,
      trickles: this.trickles,
      allowsCandidate: candidate => this.allowsCandidate(participant, candidate),
      limits,
      now,
      log: init.log
    })
    this.budget.add(participant, now())
    entry.link = link
    this.listen(link)
    this.monitor.add(link)
    link.start()
  }

  /** Repairs a link after a change of the network, or sleep */
  repair (participant: string, how: Repair): void {
    const link = this.get(participant)

    if (link?.state === 'connecting') {
      this.retries.retry(link)
    } else if (link != null && how === 'restart') {
      link.restartAfterChange()
    } else if (link == null || link.initiator) {
      this.connect(participant)
    } else if (how === 'recreate') {
      this.signaling.sendRestart(participant, true)
    }
  }

  /** Closes a link; its participant stays in the call and may get another */
  disconnect (participant: string): void {
    const entry = this.entries.get(participant)

    if (entry != null) {
      this.close(participant, entry)
      this.retries.add(participant)
    }
  }

  /** Restarts ICE in all links, and retries those that don't connect */
  restartAll (): void {
    this.retries.onChange()
    this.forEach(({ participant }) => { this.repair(participant, 'restart') })
  }

  private allowsCandidate (participant: string, candidate: string): boolean {
    const target = candidateTargetOf(candidate)

    return target == null || this.candidates.take(participant, target, this.now())
  }

  /** Returns `undefined` if the platform refuses; the participant is dropped then */
  private createConnection (participant: string): RTCPeerConnection | undefined {
    try {
      return this.init.createConnection(participant)
    } catch (cause) {
      this.lose(participant, new LinkFailedError('Can\'t create another connection: close other calls or pages that use WebRTC', 'refused', { cause }))
    }
  }

  private close (participant: string, entry: Entry): void {
    const { link } = entry

    this.postponed.delete(participant)
    this.retries.cancel(participant)

    if (link == null) {
      return
    }

    entry.link = undefined
    this.budget.remove(participant, this.now())
    this.monitor.remove(link)
    link.close()
    const closed = link.closed().finally(() => { this.closing.delete(closed) })
    this.closing.add(closed)
    this.init.events.safeDispatchEvent('link:state', { detail: { participant, state: 'closed' } })
  }

  private listen (link: Link): void {
    const { participant } = link
    const { signaling } = this
    const { dropped, events } = this.init

    link.addEventListener('description', ({ detail }) => { signaling.sendDescription(participant, detail) })
    link.addEventListener('candidates', ({ detail }) => { signaling.sendCandidates(participant, detail) })
    link.addEventListener('goodbye', () => {
      events.safeDispatchEvent('participant:goodbye', { detail: participant })
      this.init.onGone(participant)
    })
    link.addEventListener('restart', () => { signaling.sendRestart(participant, false) })
    link.addEventListener('dropped', ({ detail: { reason, violation } }) => {
      if (violation) {
        dropped.reportViolation(participant, reason)
      } else {
        dropped.drop(reason)
      }
    })
    link.addEventListener('stalled', () => { this.onStalled(link) })
    link.addEventListener('replaced', () => { this.onReplaced(link) })
    link.addEventListener('track', ({ detail: track }) => { events.safeDispatchEvent('track', { detail: { participant, track } }) })
    link.addEventListener('channel', () => { events.safeDispatchEvent('link:channel', { detail: participant }) })
    link.addEventListener('message', ({ detail: bytes }) => { events.safeDispatchEvent('link:message', { detail: { participant, bytes } }) })
    link.addEventListener('problem', ({ detail: error }) => { events.safeDispatchEvent('link:problem', { detail: { participant, error } }) })
    link.addEventListener('state', ({ detail: state }) => { this.onState(link, state) })
  }

  private onState (link: Link, state: LinkState): void {
    const { participant } = link
    const entry = this.entries.get(participant)

    if (entry?.link !== link) {
      return
    }

    this.init.events.safeDispatchEvent('link:state', { detail: { participant, state } })

    if (state === 'connected') {
      if (link.initiator) {
        // another attempt would close a link that works. The other end has asked for it, and isn't waiting any longer
        this.postponed.cancel(participant)
      }

      this.retries.onLinked(participant)
      this.init.onConnected()
    } else if (state === 'closed') {
      // nothing here closed it: the remote end was silent for too long, or is another peer
      if (link.failure instanceof LinkFailedError && this.init.isHeard?.(participant) === true) {
        this.connect(participant)
      } else {
        this.lose(participant)
      }
    }
  }

  private onStalled (link: Link): void {
    const { participant } = link

    if (this.get(participant) === link && !this.postponed.has(participant)) {
      this.retries.onStalled(link)
    }
  }

  /** The remote end has another connection, so it needs another, too */
  private onReplaced (link: Link): void {
    if (this.get(link.participant) !== link) {
      return
    }

    if (link.initiator) {
      this.connect(link.participant)
    } else {
      this.signaling.sendRestart(link.participant, false)
    }
  }

  private lose (participant: string, error?: Error): void {
    if (error != null) {
      this.init.events.safeDispatchEvent('link:problem', { detail: { participant, error } })
    }

    this.init.onGone(participant)
    // if others hear it, it is added again
    this.init.events.safeDispatchEvent('participant:lost', { detail: participant })
  }
}
