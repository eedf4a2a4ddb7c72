import { TypedEventEmitter } from 'main-event'
import type { Logger, PeerInfo } from '@libp2p/interface'

/** Attempts at once: SECURITY asks for bounds on what a provider record can make us do */
const MAX_ATTEMPTS = 8

/** ms until the next provider is tried beside one that has not answered (as in RFC 8305) */
const ATTEMPT_DELAY = 150

/** ms until others are tried after one has let us in: they may be in another call */
const SUCCESS_DELAY = 500

/** ms that a provider has for its answer */
const ATTEMPT_TIMEOUT = 3_000

/** Providers that are remembered: who provides without being a member shall not fill the memory */
const MAX_CANDIDATES = 64

/** ms before one that failed is tried again; doubled each time */
const FIRST_RETRY_PAUSE = 2_000
const LONGEST_RETRY_PAUSE = 300_000

interface Candidate {
  peer: PeerInfo
  /** In a row */
  failures: number
  /** `performance.now()` before which it is not tried again */
  notBefore: number
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
  private readonly candidates = new Map<string, Candidate>()
  private readonly queue: Candidate[] = []
  private readonly running = new Map<string, { candidate: Candidate, timer: ReturnType<typeof setTimeout> }>()
  private readonly stopped = new AbortController()
  private delayTimer?: ReturnType<typeof setTimeout>

  constructor (init: EntryInit) {
    super()

    this.init = init
  }

  /** Nobody is being asked, and nobody is left to ask */
  get idle (): boolean {
    return this.running.size === 0 && this.queue.length === 0
  }

  /** Somebody was found */
  add (peer: PeerInfo): void {
    const id = peer.id.toString()
    const candidate = this.candidates.get(id) ?? { peer, failures: 0, notBefore: 0 }
    candidate.peer = peer

    if (this.stopped.signal.aborted || this.running.has(id) || this.queue.includes(candidate) ||
      candidate.notBefore > performance.now() || this.init.isKnown(peer)) {
      return
    }

    if (!this.candidates.has(id) && this.candidates.size >= MAX_CANDIDATES) {
      const oldest = [...this.candidates.keys()].find(key => !this.running.has(key))

      if (oldest == null) {
        return
      }

      this.candidates.delete(oldest)
    }

    this.candidates.set(id, candidate)
    this.queue.push(candidate)

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
      attempt.candidate.failures = 0
      this.settle(id)

      // the others are in this call too, most likely, and it will tell of them
      clearTimeout(this.delayTimer)
      this.delayTimer = this.queue.length === 0 ? undefined : setTimeout(() => { this.next() }, SUCCESS_DELAY)
    }
  }

  /** A peer is not a member, or did not answer */
  fail (id: string): void {
    const attempt = this.running.get(id)

    if (attempt != null) {
      const { candidate } = attempt
      candidate.notBefore = performance.now() + Math.min(LONGEST_RETRY_PAUSE, FIRST_RETRY_PAUSE * 2 ** candidate.failures)
      candidate.failures++
      this.settle(id)
      this.next()
    }
  }

  stop (): void {
    this.stopped.abort()
    clearTimeout(this.delayTimer)
    this.running.forEach(({ timer }) => { clearTimeout(timer) })
    this.running.clear()
    this.queue.length = 0
  }

  private next (): void {
    clearTimeout(this.delayTimer)
    this.delayTimer = undefined

    while (this.running.size < MAX_ATTEMPTS) {
      const candidate = this.queue.shift()

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
    if (this.queue.length > 0) {
      this.delayTimer ??= setTimeout(() => { this.next() }, ATTEMPT_DELAY)
    }
  }

  private attempt (candidate: Candidate): void {
    const id = candidate.peer.id.toString()

    this.running.set(id, { candidate, timer: setTimeout(() => { this.fail(id) }, ATTEMPT_TIMEOUT) })
    this.safeDispatchEvent('attempt', { detail: candidate.peer })
    this.init.introduce(candidate.peer, AbortSignal.any([AbortSignal.timeout(ATTEMPT_TIMEOUT), this.stopped.signal])).catch(err => {
      this.init.log('could not ask a provider - %e', err)
      this.fail(id)
    })
  }

  private settle (id: string): void {
    clearTimeout(this.running.get(id)?.timer)
    this.running.delete(id)

    if (this.idle) {
      this.safeDispatchEvent('idle')
    }
  }
}
