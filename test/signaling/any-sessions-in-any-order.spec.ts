import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { fromString } from 'uint8arrays/from-string'
import { blameFor } from '../../src/signaling/blame.ts'
import { Blocklist } from '../../src/signaling/blocklist.ts'
import { KnownSessions } from '../../src/signaling/known-sessions.ts'
import { BLOCKED_TIME, MAX_FAILED_PROOFS, MAX_INTRODUCED, PROOF_PERIOD } from '../../src/signaling/limits.ts'
import { BadMessageError } from '../../src/signaling/messages.ts'
import type { GroupKeys } from '../../src/group/index.ts'
import type { DropReason, SignedPresence } from '../../src/signaling/messages.ts'

const KEYS = 'keys' as unknown as GroupKeys

/** Enough to find most faults; raise it after larger changes */
const RUNS = 500

/** People who are or were in the call, and three who say what they like */
const HONEST = ['ada']
const LIARS = ['mallory', 'mike', 'mona']

/** Sessions count from the newest that has been in the call: 1 is the next, -1 the one before */
type Action =
  /** A session's own message arrives, by itself or through a carrier */
  | { type: 'say', name: string, session: number, sequence: number, carrier?: string }
  /** A member claims that a session is in the call */
  | { type: 'claim', name: string, session: number, by: string }
  /** A liar introduces so many people that don't exist */
  | { type: 'invent', count: number, by: string }
  | { type: 'enter' | 'leave', name: string }
  /** So many strangers come by */
  | { type: 'visit', count: number }

/** Few, so that much happens to each */
const name = fc.constantFrom(...HONEST, LIARS[0])
const session = fc.constantFrom(-1, 0, 0, 0, 1)
const liar = fc.constantFrom(...LIARS)

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('say' as const), name, session, sequence: fc.constantFrom(1, 2, 300), carrier: fc.option(liar, { nil: undefined }) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('claim' as const), name, session, by: fc.constantFrom(...HONEST, ...LIARS) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('invent' as const), count: fc.integer({ min: 1, max: 400 }), by: liar }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom('enter' as const, 'leave' as const), name }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('visit' as const), count: fc.integer({ min: 1, max: 600 }) }) }
)

describe('whatever members say of sessions, in any order', () => {
  it('no session comes back, no message counts twice, and inventions take only their inventor\'s share', () => {
    fc.assert(fc.property(fc.array(action, { minLength: 1, maxLength: 60 }), actions => {
      const watched = new WatchedSessions()

      for (const action of actions) {
        watched.run(action)
        watched.expectParticipantsKnown()
      }

      // whatever the liars have used up, an honest member still has its share
      const share = Array.from({ length: MAX_INTRODUCED }, (_, index) => watched.known.claim(presence(`friend ${index}`, '1'), KEYS, 'an honest member', 0))
      expect(share.filter(friend => friend == null)).to.deep.equal([])
    }), { numRuns: RUNS })
  })

  it('only the session key that failed three times in a minute is ignored, and not for good', () => {
    const failures = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), pause: fc.integer({ min: 0, max: PROOF_PERIOD }) }), { maxLength: 40 })

    fc.assert(fc.property(failures, failures => {
      const blocklist = new Blocklist()
      const at = new Map<string, number[]>()
      let now = 0

      for (const { key, pause } of failures) {
        now += pause
        blocklist.fail(key, now)
        at.set(key, [...at.get(key) ?? [], now])

        for (const [key, times] of at) {
          if (blocklist.isBlocked(key, now)) {
            expect(lastBurst(times) + BLOCKED_TIME).to.be.greaterThan(now)
          }
        }

        expect(blocklist.isBlocked('a member behind the same router', now)).to.equal(false)
      }

      expect([...at.keys()].filter(key => blocklist.isBlocked(key, now + BLOCKED_TIME))).to.deep.equal([])
    }), { numRuns: RUNS })
  })

  it('nobody is held to account for a frame of somebody else that it was right to forward', () => {
    const reasons: DropReason[] = ['malformed', 'wrong-session', 'unexpected', 'replay', 'rate', 'wrong-peer', 'too-many-sessions']
    const frame = fc.record({ reason: fc.constantFrom(...reasons), violation: fc.boolean(), state: fc.constantFrom('signed' as const, 'new' as const), sender: fc.constantFrom('carrier', 'sender') })

    // a frame in these states was sealed and signed: its carrier could know no more
    fc.assert(fc.property(frame, ({ reason, violation, state, sender }) => {
      const blame = blameFor(new BadMessageError(reason, { violation }), { path: { sessionKey: 'carrier', proven: true } as any, sender, state })

      if (sender === 'carrier') {
        expect(blame.sender).to.equal(false)
      } else {
        expect(blame.path).to.equal('spare')
      }

      if (!violation) {
        expect(blame).to.deep.equal({ sender: false, path: 'spare' })
      }
    }), { numRuns: RUNS })
  })
})

/** Known sessions, and what has to be true of them */
class WatchedSessions {
  readonly known: KnownSessions
  private readonly participants = new Set<string>()
  /** The highest session met of each person who has been in the call */
  private readonly highest = new Map<string, string>()
  /** Names and sessions that have left */
  private readonly gone = new Set<string>()
  /** Names, sessions and sequence numbers of messages */
  private readonly counted = new Set<string>()
  private invented = 0

  constructor () {
    this.known = new KnownSessions(KEYS, { isParticipant: name => this.participants.has(name), isMember: () => true })
  }

  run (action: Action): void {
    switch (action.type) {
      case 'say':
        this.say(action)
        break
      case 'claim':
        this.claim(action)
        break
      case 'invent':
        this.invent(action.count, presence => { this.known.claim(presence, KEYS, action.by, 0) })
        break
      case 'visit':
        this.invent(action.count, presence => { this.known.meet(presence, KEYS, undefined, 0) })
        break
      case 'enter':
        this.enter(action.name)
        break
      default:
        this.leave(action.name)
    }
  }

  expectParticipantsKnown (): void {
    for (const name of this.participants) {
      expect(this.known.get(name, this.highest.get(name) ?? ''), `${name}, who is in the call`).to.not.equal(undefined)
    }
  }

  private say ({ name, session: from, sequence, carrier }: Action & { type: 'say' }): void {
    const session = this.sessionOf(name, from)
    const isOver = this.isOver(name, session)
    const met = this.known.meet(presence(name, session), KEYS, carrier, 0)

    if (isOver) {
      expect(met, `${name} ${session} is back`).to.equal(undefined)
    } else if (met != null && this.highest.has(name)) {
      this.highest.set(name, session)

      if (met.sequence.accept(BigInt(sequence))) {
        expect(this.counted.has(`${name} ${session} ${sequence}`), `message ${sequence} of ${name} ${session}`).to.equal(false)
        this.counted.add(`${name} ${session} ${sequence}`)
      }
    }
  }

  private claim ({ name, session: from, by }: Action & { type: 'claim' }): void {
    const session = this.sessionOf(name, from)
    const claimed = this.known.claim(presence(name, session), KEYS, by, 0)

    if (this.isOver(name, session)) {
      expect(claimed, `${name} ${session} is back`).to.equal(undefined)
    }
  }

  private invent (count: number, use: (presence: SignedPresence) => void): void {
    for (let index = 0; index < count; index++) {
      use(presence(`invention ${this.invented++}`, '1'))
    }
  }

  /** The person speaks for itself, and is let in */
  private enter (name: string): void {
    const session = this.sessionOf(name, 1)

    if (!this.participants.has(name) && this.known.meet(presence(name, session), KEYS, undefined, 0) != null) {
      this.participants.add(name)
      this.known.meet(presence(name, session), KEYS, undefined, 0)
      this.highest.set(name, session)
    }
  }

  private leave (name: string): void {
    const session = this.highest.get(name)

    if (this.participants.has(name) && session != null) {
      this.known.forget(presence(name, session))
      this.participants.delete(name)
      this.gone.add(`${name} ${session}`)
    }
  }

  private sessionOf (name: string, from: number): string {
    return String(Number(this.highest.get(name) ?? 500) + from)
  }

  /** Whether a session of somebody who has been in the call has left, or was replaced */
  private isOver (name: string, session: string): boolean {
    const highest = this.highest.get(name)

    return highest != null && (this.gone.has(`${name} ${session}`) || session < highest)
  }
}

/** Returns when a key last failed so often within a minute that it is ignored, or -Infinity */
function lastBurst (times: number[]): number {
  return times.findLast((time, index) => index >= MAX_FAILED_PROOFS - 1 && time - times[index - MAX_FAILED_PROOFS + 1] < PROOF_PERIOD) ?? -Infinity
}

function presence (publicKey: string, session: string): SignedPresence {
  return { publicKey, session, sessionKey: fromString('00', 'base16'), addresses: [], name: '', signed: { presence: new TextEncoder().encode(publicKey + session), signature: new Uint8Array(64), sessionSignature: new Uint8Array(64) } }
}
