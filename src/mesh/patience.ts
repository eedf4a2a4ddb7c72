import { AbsenceMonitor } from './absence.ts'
import { MESH_LIMITS } from './limits.ts'
import type { MeshLimits } from './limits.ts'

/**
 * `absent`: it sends nothing, and nobody hears it. `unreachable`: it can't be connected
 * to. `heard`: the same, but others hear it, so it stays.
 */
export type Verdict = 'absent' | 'unreachable' | 'heard'

/** What is known of the attempts to connect to a participant */
interface Attempts {
  /** ms spent connecting */
  spent: number
  /** ms spent gathering, which are counted apart up to a limit */
  gathered: number
  /** ms until the next attempt; 0 while the participant still has time */
  pause: number
  /** Whether it was found to be `heard` */
  told: boolean
}

export interface PatienceInit {
  limits?: MeshLimits
  /** Whether another participant reports a link to this one; absent if nobody tells */
  isHeard?(participant: string): boolean
  /** Whether connecting waits for this end to gather */
  isGathering(participant: string): boolean
}

/**
 * Decides how long participants without a link stay in the call, and when to try to
 * connect to them again. Pure: all times are passed in, in ms.
 */
export class Patience {
  private readonly limits: MeshLimits
  private readonly init: PatienceInit
  private readonly absence: AbsenceMonitor
  private readonly attempts = new Map<string, Attempts>()
  /** Participants that have been linked */
  private readonly linked = new Set<string>()
  private ticked?: number

  constructor (init: PatienceInit) {
    this.init = init
    this.limits = init.limits ?? MESH_LIMITS
    this.absence = new AbsenceMonitor(this.limits)
  }

  /** Called when a participant is being connected to; idempotent */
  add (participant: string, now: number): void {
    if (!this.attempts.has(participant)) {
      this.attempts.set(participant, { spent: 0, gathered: 0, pause: 0, told: false })
      this.absence.add(participant, now, this.linked.has(participant))
    }
  }

  /** Called when a participant is linked */
  onLinked (participant: string): void {
    this.linked.add(participant)
    this.stopWaiting(participant)
  }

  /** Called when a participant has left */
  remove (participant: string): void {
    this.linked.delete(participant)
    this.stopWaiting(participant)
  }

  /** Called when any message from a participant arrives */
  markAlive (participant: string, now: number): void {
    this.absence.markAlive(participant, now)
  }

  /** Called when an attempt has failed: returns the ms until the next */
  nextPause (participant: string): number {
    const attempts = this.attempts.get(participant)

    if (attempts == null || !this.isExhausted(participant)) {
      return 0
    }

    const { connectTimeout, maxRetryPause } = this.limits
    attempts.pause = Math.min(2 * attempts.pause || connectTimeout, maxRetryPause)

    return attempts.pause
  }

  /** Returns whether attempts have gone on for so long that they need pauses */
  isExhausted (participant: string): boolean {
    return (this.attempts.get(participant)?.spent ?? 0) >= this.limits.connectLimit
  }

  /** Called when the network has changed: the pauses between attempts start over */
  onChange (): void {
    this.attempts.forEach(attempts => { attempts.pause = 0 })
  }

  /** To be called once every heartbeat interval */
  tick (now: number): Array<[participant: string, verdict: Verdict]> {
    const { isHeard, isGathering } = this.init
    const { lossLimit, connectLimit, iceGatheringTimeout } = this.limits
    // a process that slept hasn't tried to connect meanwhile
    const elapsed = Math.min(now - (this.ticked ?? now), lossLimit)
    const verdicts: Array<[string, Verdict]> = isHeard == null ? [] : this.absence.tick(now, isHeard).map(participant => [participant, 'absent'])
    this.ticked = now

    for (const [participant, attempts] of this.attempts) {
      if (isGathering(participant) && attempts.gathered < iceGatheringTimeout) {
        attempts.gathered += elapsed
      } else {
        attempts.spent += elapsed
      }

      if (attempts.spent < connectLimit || verdicts.some(([absent]) => absent === participant)) {
        continue
      }

      if (isHeard?.(participant) !== true) {
        verdicts.push([participant, 'unreachable'])
      } else if (!attempts.told) {
        attempts.told = true
        verdicts.push([participant, 'heard'])
      }
    }

    return verdicts
  }

  private stopWaiting (participant: string): void {
    this.attempts.delete(participant)
    this.absence.remove(participant)
  }
}
