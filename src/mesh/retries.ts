import { LinkFailedError } from '../link/index.ts'
import { Patience } from './patience.ts'
import type { MeshLimits } from './limits.ts'
import type { Verdict } from './patience.ts'
import type { GroupCallMeshEvents, ParameterSignaling } from './types.ts'
import type { Link } from '../link/index.ts'
import type { TypedEventTarget } from 'main-event'

const ABSENT = 'No sign of life for too long, from the participant or from others about it'
const BLOCKED = 'Can\'t connect directly: a firewall or NAT may be in the way. A TURN server would help'
const UNREACHABLE = 'Can\'t connect yet: the answers don\'t arrive'

export interface RetriesInit {
  limits: MeshLimits
  /** Monotonic time in ms */
  now(): number
  signaling: ParameterSignaling
  events: TypedEventTarget<GroupCallMeshEvents>
  /** See `GroupCallMeshInit` */
  isHeard?(participant: string): boolean
  /** The present link to a participant */
  linkTo(participant: string): Link | undefined
  /** Creates or re-creates a participant's link */
  connect(participant: string): void
  /** Drops a participant */
  lose(participant: string, error: Error): void
}

/**
 * Retries links that don't connect, and drops the participants that can't be reached
 * for too long
 */
export class Retries {
  private readonly init: RetriesInit
  private readonly patience: Patience
  /** Whether all attempts to connect to a participant have failed because no pair of addresses works */
  private readonly blocked = new Map<string, boolean>()
  /** Run while the next attempt to connect to a participant waits */
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()
  private timer?: ReturnType<typeof setInterval>

  constructor (init: RetriesInit) {
    this.init = init
    this.patience = new Patience({
      limits: init.limits,
      isHeard: init.isHeard,
      isGathering: participant => init.linkTo(participant)?.gathering === true
    })
  }

  start (): void {
    this.timer ??= setInterval(() => { this.judge() }, this.init.limits.heartbeatInterval)
  }

  stop (): void {
    clearInterval(this.timer)
    this.timer = undefined
    this.timers.forEach(timer => { clearTimeout(timer) })
    this.timers.clear()
  }

  /** Called when a participant has no link, or is being connected to; idempotent */
  add (participant: string): void {
    this.patience.add(participant, this.init.now())
  }

  /** Called when a participant has left */
  remove (participant: string): void {
    this.cancel(participant)
    this.blocked.delete(participant)
    this.patience.remove(participant)
  }

  /** Called when any message from a participant arrives */
  markAlive (participant: string): void {
    this.patience.markAlive(participant, this.init.now())
  }

  /** Called when a participant is linked */
  onLinked (participant: string): void {
    this.cancel(participant)
    this.blocked.delete(participant)
    this.patience.onLinked(participant)
  }

  /** Called when the network of this machine has changed: the pauses between attempts start over */
  onChange (): void {
    this.blocked.clear()
    this.patience.onChange()
  }

  /** Called when a link hasn't connected in time: retries at once, or after a pause */
  onStalled (link: Link): void {
    const { participant } = link

    this.blocked.set(participant, link.pathless && this.blocked.get(participant) !== false)
    this.init.events.safeDispatchEvent('link:stalled', { detail: participant })
    this.judge()

    if (this.init.linkTo(participant) !== link) {
      return
    }

    const pause = this.patience.nextPause(participant)

    if (pause === 0) {
      this.retry(link)
    } else {
      this.cancel(participant)
      this.timers.set(participant, setTimeout(() => { this.retry(link) }, pause))
    }
  }

  /** Tries to connect again, or asks the remote end to if that end initiates */
  retry (link: Link): void {
    const { participant } = link

    this.cancel(participant)

    if (!link.initiator) {
      this.init.signaling.sendRestart(participant, false)
      link.wait()
    } else if (link.remoteSessionId != null && this.patience.isExhausted(participant)) {
      // browsers limit a page to 500 connections in total
      link.restart()
      link.wait()
    } else {
      this.init.connect(participant)
    }
  }

  /** Cancels the next attempt, because the link is closed or another attempt begins */
  cancel (participant: string): void {
    clearTimeout(this.timers.get(participant))
    this.timers.delete(participant)
  }

  /** Drops participants that can't be connected to for too long */
  private judge (): void {
    const { init } = this

    for (const [participant, verdict] of this.patience.tick(init.now())) {
      const error = this.failure(participant, verdict)

      if (verdict !== 'heard') {
        init.lose(participant, error)
        continue
      }

      init.events.safeDispatchEvent('link:problem', { detail: { participant, error } })

      if (init.linkTo(participant) == null) {
        init.connect(participant)
      }
    }
  }

  private failure (participant: string, verdict: Verdict): LinkFailedError {
    if (verdict === 'absent') {
      return new LinkFailedError(ABSENT, 'absent')
    }

    return this.blocked.get(participant) === true ? new LinkFailedError(BLOCKED, 'blocked') : new LinkFailedError(UNREACHABLE)
  }
}
