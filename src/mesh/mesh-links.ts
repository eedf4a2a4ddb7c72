import { Link, LinkFailedError } from '../link/index.ts'
import { AbsenceMonitor } from './absence.ts'
import { ConnectionBudget } from './connection-budget.ts'
import { isInitiator } from './initiator.ts'
import { MESH_LIMITS } from './limits.ts'
import { LinkMonitor } from './link-monitor.ts'
import { PostponedLinks } from './postponed-links.ts'
import { toParameterSignaling } from './sdp-signaling.ts'
import type { DroppedMessages } from './dropped-messages.ts'
import type { MeshLimits } from './limits.ts'
import type { GroupCallMeshEvents, GroupCallMeshInit, ParameterSignaling } from './types.ts'
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
  /** Attempts to connect that failed since it was last connected */
  stalls: number
}

/**
 * The participants of a call and the links to them: creates a link to each,
 * re-creates it when it fails, and reports participants that can't be reached
 */
export class MeshLinks {
  readonly postponed = new PostponedLinks()

  private readonly init: MeshLinksInit
  private readonly limits: MeshLimits
  private readonly now: () => number
  private readonly signaling: ParameterSignaling
  private readonly entries = new Map<string, Entry>()
  /** Links that were closed, and whose connections are still open */
  private readonly closing = new Set<Promise<void>>()
  private readonly budget: ConnectionBudget
  private readonly absence: AbsenceMonitor
  private readonly monitor: LinkMonitor
  private absenceTimer?: ReturnType<typeof setInterval>

  constructor (init: MeshLinksInit) {
    this.init = init
    this.limits = { ...MESH_LIMITS, ...init.limits }
    this.now = init.now ?? (() => performance.now())
    this.signaling = toParameterSignaling(init.signaling, init.opus)
    this.budget = new ConnectionBudget(this.limits.connectionInterval, this.limits.closingTime)
    this.absence = new AbsenceMonitor(this.limits)
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
    this.watchForAbsence()
  }

  /** Stops measuring and watching; participants are removed with {@link remove} */
  stop (): void {
    this.monitor.stop()
    clearInterval(this.absenceTimer)
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
    this.absence.markAlive(participant, this.now())
  }

  /** Adds a participant; its link is created with {@link connect} */
  add (participant: string): void {
    this.entries.set(participant, { stalls: 0 })
  }

  /** Removes a participant that has left the call; returns false if it wasn't in it */
  remove (participant: string): boolean {
    const entry = this.entries.get(participant)

    if (entry == null) {
      return false
    }

    this.entries.delete(participant)
    this.absence.remove(participant)
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

    const delay = this.budget.delay(participant, now())

    if (delay > 0) {
      init.log('another link to %s in %d ms', participant, Math.ceil(delay))
      this.postponed.add(participant, Math.ceil(delay), () => { this.connect(participant) })
      return
    }

    this.close(participant, entry)

    const connection = this.createConnection(participant)

    if (connection == null) {
      return
    }

    const link = new Link({
      participant,
      initiator: isInitiator(init.publicKey, participant),
      connection,
      track: init.trackFor(participant),
      opus: init.opus,
      limits,
      now,
      log: init.log
    })
    this.budget.add(participant, now())
    entry.link = link
    this.absence.add(participant, now())
    this.listen(link)
    this.monitor.add(link)
    link.start()
  }

  /** Closes a link; its participant stays in the call and may get another */
  disconnect (participant: string): void {
    const entry = this.entries.get(participant)

    if (entry != null) {
      this.close(participant, entry)
    }
  }

  /** Returns `undefined` if the platform refuses; the participant is dropped then */
  private createConnection (participant: string): RTCPeerConnection | undefined {
    try {
      return this.init.createConnection(participant)
    } catch (cause) {
      this.lose(participant, new LinkFailedError('Can\'t create another connection: close other calls or pages that use WebRTC', { cause }))
    }
  }

  private close (participant: string, entry: Entry): void {
    const { link } = entry

    this.postponed.delete(participant)

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
    link.addEventListener('restart', () => { signaling.sendRestart(participant) })
    link.addEventListener('dropped', ({ detail: { reason, violation } }) => {
      if (violation) {
        dropped.reportViolation(participant, reason)
      } else {
        dropped.drop(reason)
      }
    })
    link.addEventListener('stalled', () => { this.onStalled(link) })
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
      entry.stalls = 0
      this.absence.remove(participant)
      this.init.onConnected()
    } else if (state === 'closed') {
      // nothing here closed it: the remote end was silent for too long, or is somebody else
      this.lose(participant)
    }
  }

  /** Messages may have been lost on the way: start over */
  private onStalled (link: Link): void {
    const { participant } = link
    const entry = this.entries.get(participant)

    if (entry?.link !== link || this.postponed.has(participant)) {
      return
    }

    entry.stalls++
    this.init.events.safeDispatchEvent('link:stalled', { detail: participant })

    if (entry.stalls > this.limits.maxStalls) {
      this.lose(participant, new LinkFailedError('Can\'t connect directly: a firewall or NAT may be in the way. A TURN server would help'))
    } else if (link.initiator) {
      this.connect(participant)
    } else {
      this.signaling.sendRestart(participant)
      link.wait()
    }
  }

  private watchForAbsence (): void {
    const { isHeard } = this.init

    if (isHeard != null) {
      this.absenceTimer = setInterval(() => {
        this.absence.tick(this.now(), isHeard).forEach(participant => {
          this.lose(participant, new LinkFailedError('No sign of life for too long, from the participant or from others about it'))
        })
      }, this.limits.heartbeatInterval)
    }
  }

  private lose (participant: string, error?: Error): void {
    if (error != null) {
      this.init.events.safeDispatchEvent('link:problem', { detail: { participant, error } })
    }

    this.init.events.safeDispatchEvent('participant:lost', { detail: participant })
    this.init.onGone(participant)
  }
}
