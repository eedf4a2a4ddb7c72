import { HEARTBEAT_INTERVAL, Link, LinkFailedError } from '../link/index.ts'
import { AbsenceMonitor } from './absence.ts'
import { ConnectionBudget } from './connection-budget.ts'
import { isInitiator } from './initiator.ts'
import { LinkMonitor } from './link-monitor.ts'
import { PostponedLinks } from './postponed-links.ts'
import { toParameterSignaling } from './sdp-signaling.ts'
import type { DroppedMessages } from './dropped-messages.ts'
import type { GroupCallMeshEvents, GroupCallMeshInit, LinkQuality, ParameterSignaling } from './types.ts'
import type { LinkState } from '../link/index.ts'
import type { TypedEventTarget } from 'main-event'

/** Tries to connect to a participant before it is let go: half a minute */
const MAX_STALLS = 6

export interface MeshLinksInit extends Omit<GroupCallMeshInit, 'microphone'> {
  events: TypedEventTarget<GroupCallMeshEvents>
  dropped: DroppedMessages
  /** What a participant is to be sent */
  trackFor(participant: string): MediaStreamTrack | undefined
  onConnected(): void
  /** A participant is no longer in the call: it said so, or could not be reached for too long */
  onGone(participant: string): void
}

/**
 * The links of a call: makes one to each participant, makes it anew when it comes to
 * nothing, and tells who cannot be reached
 */
export class MeshLinks {
  readonly postponed = new PostponedLinks()

  private readonly init: MeshLinksInit
  private readonly signaling: ParameterSignaling
  private readonly links = new Map<string, Link>()
  /** Those of links that were closed, whose connection still has to be */
  private readonly closing = new Set<Promise<void>>()
  private readonly stalls = new Map<string, number>()
  private readonly budget = new ConnectionBudget()
  private readonly absence = new AbsenceMonitor()
  private readonly monitor: LinkMonitor
  private absenceTimer?: ReturnType<typeof setInterval>

  constructor (init: MeshLinksInit) {
    this.init = init
    this.signaling = toParameterSignaling(init.signaling, init.opus)
    this.monitor = new LinkMonitor({
      interval: init.statisticsInterval,
      onQuality: quality => { init.events.safeDispatchEvent('link:quality', { detail: quality }) }
    })
  }

  start (): void {
    this.monitor.start()
    this.watchForAbsence()
  }

  /** Measures and watches no more; links are ended one by one, with {@link remove} */
  stop (): void {
    this.monitor.stop()
    clearInterval(this.absenceTimer)
  }

  /** Resolves when nothing is left of the links that were closed */
  async closed (): Promise<void> {
    await Promise.all(this.closing)
  }

  get (participant: string): Link | undefined {
    return this.links.get(participant)
  }

  forEach (each: (link: Link) => void): void {
    this.links.forEach(each)
  }

  getQuality (participant: string): LinkQuality | undefined {
    return this.monitor.get(participant)
  }

  markAlive (participant: string): void {
    this.absence.markAlive(participant, performance.now())
  }

  /** Makes a link, or makes it anew: at once, or as soon as another connection may be made */
  connect (participant: string): void {
    const { init } = this
    const delay = this.budget.delay(participant, performance.now())

    if (delay > 0) {
      init.log('another link to %s in %d ms', participant, Math.ceil(delay))
      this.postponed.add(participant, Math.ceil(delay), () => { this.connect(participant) })
      return
    }

    this.disconnect(participant)

    const link = new Link({
      participant,
      initiator: isInitiator(init.publicKey, participant),
      connection: init.createConnection(participant),
      track: init.trackFor(participant),
      opus: init.opus,
      candidateRules: init.candidateRules,
      iceGatheringTimeout: init.iceGatheringTimeout,
      log: init.log
    })
    this.budget.add(participant, performance.now())
    this.links.set(participant, link)
    this.absence.add(participant, performance.now())
    this.listen(link)
    this.monitor.add(link)
    link.start()
  }

  /** Closes a link; its participant may still get another one */
  disconnect (participant: string): void {
    const link = this.links.get(participant)

    this.postponed.delete(participant)

    if (link == null) {
      return
    }

    this.links.delete(participant)
    this.budget.remove(participant, performance.now())
    this.monitor.remove(link)
    link.close()
    const closed = link.closed().finally(() => { this.closing.delete(closed) })
    this.closing.add(closed)
    this.init.events.safeDispatchEvent('link:state', { detail: { participant, state: 'closed' } })
  }

  /** A participant has left the call */
  remove (participant: string): void {
    this.stalls.delete(participant)
    this.absence.remove(participant)
    this.disconnect(participant)
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

    if (this.links.get(participant) !== link) {
      return
    }

    this.init.events.safeDispatchEvent('link:state', { detail: { participant, state } })

    if (state === 'connected') {
      this.stalls.delete(participant)
      this.absence.remove(participant)
      this.init.onConnected()
    } else if (state === 'closed') {
      // nobody here closed it: the other end was not heard for too long
      this.lose(participant)
    }
  }

  /** Messages may have been lost on the way: everything begins anew */
  private onStalled (link: Link): void {
    const { participant } = link
    const stalls = (this.stalls.get(participant) ?? 0) + 1

    if (this.links.get(participant) !== link || this.postponed.has(participant)) {
      return
    }

    this.stalls.set(participant, stalls)
    this.init.events.safeDispatchEvent('link:stalled', { detail: participant })

    if (stalls > MAX_STALLS) {
      this.lose(participant, new LinkFailedError('No direct connection came about: a firewall or NAT may be in the way, an ICE server (TURN) would help'))
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
        this.absence.tick(performance.now(), isHeard).forEach(participant => {
          this.lose(participant, new LinkFailedError('Nothing was heard for too long, and nobody else hears anything'))
        })
      }, HEARTBEAT_INTERVAL)
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
