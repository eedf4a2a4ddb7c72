import { AbortError, TimeoutError } from '@libp2p/interface'
import { TypedEventEmitter } from 'main-event'
import { deleteByPrefix } from '../delete-by-prefix.ts'
import { growingPause } from '../growing-pause.ts'
import { isRelayed } from '../network/provider-record.ts'
import { setNewest } from '../newest.ts'
import { CandidateQueue, keyOf } from './candidate-queue.ts'
import { ANSWER_TIMEOUT, ATTEMPT_DELAY, ATTEMPT_TIMEOUT, FIRST_RETRY_PAUSE, LONGEST_RETRY_PAUSE, MAX_ATTEMPTS, MAX_CANDIDATES, MAX_RETRIES, SUCCESS_DELAY } from './limits.ts'
import type { Candidate } from './candidate-queue.ts'
import type { ConnectOptions } from '../signaling/index.ts'
import type { Timer, Timers } from '../timers.ts'
import type { Logger, PeerInfo } from '@libp2p/interface'

interface Failures {
  /** In a row */
  count: number
  /** When it may be asked again, by the timers' `now` */
  notBefore: number
}

interface Attempt {
  readonly candidate: Candidate
  readonly abandoned: AbortController
  /** There is a process at the peer's address: it may only be busy */
  accepted: boolean
  /** It takes long, and the next candidates needn't wait for it */
  slow: boolean
  timer: Timer
}

/** Asks single peers */
export interface Introducer {
  /** Whether there is no need to ask a peer, for example because it is in the call */
  isKnown(peer: PeerInfo): boolean
  /** Dials a peer and sends the request; rejects when that fails */
  ask(peer: PeerInfo, options: ConnectOptions): Promise<void>
}

export interface JoinDialerInit {
  introducer: Introducer
  timers: Timers
  log: Logger
}

export interface JoinDialerEvents {
  /** A peer is being dialled */
  attempt: CustomEvent<PeerInfo>
  /** A peer that is there takes long to answer */
  slow: CustomEvent<PeerInfo>
  /** Every candidate has answered or failed */
  idle: CustomEvent<void>
}

/**
 * Asks candidates to let us in: the first at once, the next as soon as one fails or
 * is slow, a few at a time. A peer that is there but busy gets more time. One success is enough: the others are in the same call,
 * or in one that is about to merge with it.
 */
export class JoinDialer extends TypedEventEmitter<JoinDialerEvents> {
  private readonly init: JoinDialerInit
  private readonly queue = new CandidateQueue()
  private readonly failures = new Map<string, Failures>()
  private readonly running = new Map<string, Attempt>()
  private readonly stopped = new AbortController()
  /** After which candidates are asked again that didn't answer, by {@link keyOf} */
  private readonly retries = new Map<string, Timer>()
  private delay?: Timer

  constructor (init: JoinDialerInit) {
    super()

    this.init = init
  }

  /** Whether nobody is being asked, and nobody is left to ask */
  get idle (): boolean {
    return this.running.size === 0 && this.queue.size === 0
  }

  /** Asks a candidate when it is its turn, unless it failed a moment ago */
  add (candidate: Candidate): void {
    if (this.stopped.signal.aborted || this.isRunning(candidate) || this.isPaused(candidate) || this.init.introducer.isKnown(candidate.peer)) {
      return
    }

    this.queue.add(candidate)
    this.abandonWorse(candidate)

    if (this.running.size === 0 && this.delay == null) {
      this.next()
    } else {
      this.scheduleNext()
    }
  }

  /** Forgets the failures of a peer (PeerId), which may be back any time */
  forgive (id: string): void {
    this.failures.delete(id)
    deleteByPrefix(this.failures, `${id} `)
  }

  /** Called when a peer answered */
  succeed (id: string): void {
    const attempt = this.running.get(id)

    if (attempt == null) {
      return
    }

    this.failures.delete(keyOf(attempt.candidate))
    this.settle(id)

    // the others are most likely in the same call, whose members will introduce them
    this.delay?.stop()
    this.delay = this.queue.size === 0 ? undefined : this.init.timers.after(SUCCESS_DELAY, () => { this.next() })

    if (this.idle) {
      this.safeDispatchEvent('idle')
    }
  }

  /** Called when a peer is not a member, or did not answer */
  fail (id: string): void {
    const attempt = this.running.get(id)

    if (attempt == null) {
      return
    }

    const key = keyOf(attempt.candidate)
    const count = (this.failures.get(key)?.count ?? 0) + 1

    setNewest(this.failures, key, { count, notBefore: this.init.timers.now() + retryPause(count) }, MAX_CANDIDATES)
    this.settle(id)
    this.next()
  }

  /** Idempotent */
  stop (): void {
    this.stopped.abort(new AbortError('The search was stopped'))
    this.delay?.stop()
    this.running.forEach(({ timer }) => { timer.stop() })
    this.running.clear()
    this.retries.forEach(timer => { timer.stop() })
    this.retries.clear()
    this.queue.clear()
  }

  private next (): void {
    this.delay?.stop()
    this.delay = undefined

    while ([...this.running.values()].filter(({ slow }) => !slow).length < MAX_ATTEMPTS) {
      // the same peer may have been named with other addresses: one dial at a time
      const candidate = this.queue.take(candidate => !this.running.has(candidate.peer.id.toString()))

      if (candidate == null) {
        break
      }

      if (!this.init.introducer.isKnown(candidate.peer)) {
        this.attempt(candidate)
        this.scheduleNext()

        return
      }
    }

    if (this.idle) {
      this.safeDispatchEvent('idle')
    }
  }

  private scheduleNext (): void {
    if (this.queue.size > 0) {
      this.delay ??= this.init.timers.after(ATTEMPT_DELAY, () => { this.next() })
    }
  }

  private attempt (candidate: Candidate): void {
    const abandoned = new AbortController()
    const attempt: Attempt = {
      candidate,
      abandoned,
      accepted: false,
      slow: false,
      timer: this.init.timers.after(ATTEMPT_TIMEOUT, () => { this.onSlow(attempt) })
    }

    this.running.set(candidate.peer.id.toString(), attempt)
    this.init.log('ask %p, named by %s', candidate.peer.id, candidate.source)
    this.safeDispatchEvent('attempt', { detail: candidate.peer })
    this.init.introducer.ask(candidate.peer, {
      signal: AbortSignal.any([abandoned.signal, this.stopped.signal]),
      told: { by: 'search', sources: [candidate.source], returning: candidate.returning },
      onAccepted: () => { attempt.accepted = true }
    }).then(() => {
      // it has the request
      attempt.accepted = true
    }, err => {
      this.init.log('could not ask %p - %s', candidate.peer.id, err.message)
      this.end(attempt)
    })
  }

  /** A process that has accepted our connection may be busy; an address without one is of no use */
  private onSlow (attempt: Attempt): void {
    const slow = [...this.running.values()].filter(({ slow }) => slow)

    if (!attempt.accepted || slow.length >= MAX_ATTEMPTS) {
      this.abandon(attempt)
      return
    }

    attempt.slow = true
    attempt.timer = this.init.timers.after(ANSWER_TIMEOUT - ATTEMPT_TIMEOUT, () => { this.abandon(attempt) })
    this.safeDispatchEvent('slow', { detail: attempt.candidate.peer })
    this.next()
  }

  private abandon (attempt: Attempt): void {
    attempt.abandoned.abort(new TimeoutError('The peer did not answer'))
    // rejected dials end first, so that the same peer can be next, with other addresses
    attempt.timer = this.init.timers.after(0, () => { this.end(attempt) })
  }

  /** An attempt has failed, unless it was settled before */
  private end (attempt: Attempt): void {
    const id = attempt.candidate.peer.id.toString()

    if (this.running.get(id) === attempt) {
      this.fail(id)
      this.retryLater(attempt.candidate)
    }
  }

  /**
   * Asks a member again that didn't answer: its host may have been busy, and the next lookup
   * may be a minute away. Unproven claims aren't worth that
   */
  private retryLater (candidate: Candidate): void {
    const key = keyOf(candidate)
    const { count, notBefore } = this.failures.get(key) ?? { count: 0, notBefore: 0 }

    if (candidate.standing === 'told' || count > MAX_RETRIES || this.stopped.signal.aborted) {
      return
    }

    this.retries.get(key)?.stop()
    this.retries.set(key, this.init.timers.after(notBefore - this.init.timers.now(), () => {
      this.retries.delete(key)
      this.add(candidate)
    }))
  }

  /** Whether a peer is being asked at addresses that are as good */
  private isRunning (candidate: Candidate): boolean {
    const attempt = this.running.get(candidate.peer.id.toString())

    return attempt != null && (keyOf(attempt.candidate) === keyOf(candidate) ||
      (attempt.candidate.standing === 'proven' && candidate.standing === 'proven' && !reachesFurther(candidate, attempt.candidate)))
  }

  private isPaused (candidate: Candidate): boolean {
    return (this.failures.get(keyOf(candidate))?.notBefore ?? 0) > this.init.timers.now()
  }

  /**
   * The source that named the peer first may have given useless addresses; these are signed by the
   * peer itself, which may have got a relay since
   */
  private abandonWorse (candidate: Candidate): void {
    const attempt = this.running.get(candidate.peer.id.toString())

    if (attempt != null && candidate.standing === 'proven' && (attempt.candidate.standing === 'told' || reachesFurther(candidate, attempt.candidate))) {
      // counts as a failure of these: an AbortError would not
      attempt.abandoned.abort(new TimeoutError('The peer has proven other addresses'))
    }
  }

  private settle (id: string): void {
    this.running.get(id)?.timer.stop()
    this.running.delete(id)
  }
}

/** Returns the ms before a candidate may be asked again, after this many failures in a row */
export function retryPause (failures: number): number {
  return growingPause(FIRST_RETRY_PAUSE, LONGEST_RETRY_PAUSE, failures - 1)
}

/** Returns whether a peer has got a relay since it was named with other addresses: behind a NAT, they lead nowhere */
function reachesFurther (candidate: Candidate, other: Candidate): boolean {
  return candidate.peer.multiaddrs.some(isRelayed) && !other.peer.multiaddrs.some(isRelayed)
}
