import { AbortError, TimeoutError } from '@libp2p/interface'
import { TypedEventEmitter } from 'main-event'
import { setNewest } from '../newest.ts'
import { CandidateQueue, keyOf } from './candidate-queue.ts'
import { ATTEMPT_TIMEOUT, MAX_ATTEMPTS, MAX_CANDIDATES } from './limits.ts'
import type { Candidate } from './candidate-queue.ts'
import type { Logger, PeerInfo } from '@libp2p/interface'

/** ms until the next provider is tried beside one that has not answered (as in RFC 8305) */
const ATTEMPT_DELAY = 150

/** ms until others are tried after one has let us in: they may be in another call */
const SUCCESS_DELAY = 500

/** ms before one that failed is tried again; doubled each time */
const FIRST_RETRY_PAUSE = 2_000
const LONGEST_RETRY_PAUSE = 300_000

interface Failures {
  /** In a row */
  count: number
  /** `performance.now()` before which it is not tried again */
  notBefore: number
}

interface Attempt {
  readonly candidate: Candidate
  readonly timer: ReturnType<typeof setTimeout>
  readonly givenUp: AbortController
}

export interface EntryInit {
  log: Logger
  /** Whether there is no need to ask a peer: it is in the call already */
  isKnown(peer: PeerInfo): boolean
  /** Dials a peer and says that one wants to join; rejects when that cannot be */
  introduce(peer: PeerInfo, signal: AbortSignal): Promise<void>
}

export interface EntryEvents {
  attempt: CustomEvent<PeerInfo>
  /** Everybody who was found has answered or failed */
  idle: CustomEvent<void>
}

/**
 * Asks those who were found to be let in: the first at once, the next as soon as
 * one fails or is slow, some at a time. One success is enough, the others are
 * then in the call or in another one that is to be merged.
 */
export class Entry extends TypedEventEmitter<EntryEvents> {
  private readonly init: EntryInit
  private readonly queue = new CandidateQueue()
  private readonly failures = new Map<string, Failures>()
  private readonly running = new Map<string, Attempt>()
  private readonly stopped = new AbortController()
  private delayTimer?: ReturnType<typeof setTimeout>

  constructor (init: EntryInit) {
    super()

    this.init = init
  }

  /** Nobody is being asked, and nobody is left to ask */
  get idle (): boolean {
    return this.running.size === 0 && this.queue.size === 0
  }

  /** Somebody was found */
  add (candidate: Candidate): void {
    if (this.stopped.signal.aborted || this.isRunning(candidate) ||
      (this.failures.get(keyOf(candidate))?.notBefore ?? 0) > performance.now() || this.init.isKnown(candidate.peer)) {
      return
    }

    this.queue.add(candidate)
    this.giveUpWorse(candidate)

    if (this.running.size === 0 && this.delayTimer == null) {
      this.next()
    } else {
      this.scheduleNext()
    }
  }

  /** A peer gave an answer */
  succeed (id: string): void {
    const attempt = this.running.get(id)

    if (attempt != null) {
      this.failures.delete(keyOf(attempt.candidate))
      this.settle(id)

      // the others are in this call too, most likely, and it will tell of them
      clearTimeout(this.delayTimer)
      this.delayTimer = this.queue.size === 0 ? undefined : setTimeout(() => { this.next() }, SUCCESS_DELAY)
    }
  }

  /** A peer is not a member, or did not answer */
  fail (id: string): void {
    const attempt = this.running.get(id)

    if (attempt != null) {
      const key = keyOf(attempt.candidate)
      const count = this.failures.get(key)?.count ?? 0
      setNewest(this.failures, key, {
        count: count + 1,
        notBefore: performance.now() + Math.min(LONGEST_RETRY_PAUSE, FIRST_RETRY_PAUSE * 2 ** count)
      }, MAX_CANDIDATES)
      this.settle(id)
      this.next()
    }
  }

  stop (): void {
    this.stopped.abort()
    clearTimeout(this.delayTimer)
    this.running.forEach(({ timer }) => { clearTimeout(timer) })
    this.running.clear()
    this.queue.clear()
  }

  private next (): void {
    clearTimeout(this.delayTimer)
    this.delayTimer = undefined

    while (this.running.size < MAX_ATTEMPTS) {
      // the same peer may have been named with other addresses: one at a time
      const candidate = this.queue.take(candidate => !this.running.has(candidate.peer.id.toString()))

      if (candidate == null) {
        break
      }

      if (!this.init.isKnown(candidate.peer)) {
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
      this.delayTimer ??= setTimeout(() => { this.next() }, ATTEMPT_DELAY)
    }
  }

  private attempt (candidate: Candidate): void {
    const id = candidate.peer.id.toString()
    const givenUp = new AbortController()
    const attempt: Attempt = {
      candidate,
      givenUp,
      timer: setTimeout(() => {
        givenUp.abort(new TimeoutError('It did not answer'))
        // if the same peer is next, with other addresses, its dial must not join the one that ends
        setTimeout(() => { this.end(attempt) })
      }, ATTEMPT_TIMEOUT)
    }

    this.running.set(id, attempt)
    this.safeDispatchEvent('attempt', { detail: candidate.peer })
    this.init.introduce(candidate.peer, AbortSignal.any([givenUp.signal, this.stopped.signal])).catch(err => {
      this.init.log('could not ask a provider - %e', err)
      this.end(attempt)
    })
  }

  /** An attempt has failed, unless it has ended before */
  private end (attempt: Attempt): void {
    const id = attempt.candidate.peer.id.toString()

    if (this.running.get(id) === attempt) {
      this.fail(id)
    }
  }

  /** A peer that is being tried already, with addresses that are as good */
  private isRunning (candidate: Candidate): boolean {
    const attempt = this.running.get(candidate.peer.id.toString())

    return attempt != null && keyOf(attempt.candidate) === keyOf(candidate)
  }

  /** Whoever told of it first may have told addresses that lead nowhere; now it says them itself */
  private giveUpWorse ({ peer, standing }: Candidate): void {
    const attempt = this.running.get(peer.id.toString())

    if (standing === 'proven' && attempt?.candidate.standing === 'told') {
      attempt.givenUp.abort(new AbortError('Its true addresses are known now'))
    }
  }

  private settle (id: string): void {
    clearTimeout(this.running.get(id)?.timer)
    this.running.delete(id)

    if (this.idle) {
      this.safeDispatchEvent('idle')
    }
  }
}
