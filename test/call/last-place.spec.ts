import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { Admission } from '../../src/call/admission.ts'
import { Membership } from '../../src/call/membership.ts'
import { HARD_LIMIT, isInitiator, selectParticipants } from '../../src/mesh/index.ts'
import { admissionInit } from './fixtures/admission-init.ts'
import type { MutableParticipant } from '../../src/call/participant.ts'
import type { SignalMessage, SignedPresence } from '../../src/signaling/index.ts'

/** How many are in the call already: there is one place */
const IN_CALL = HARD_LIMIT - 1

interface Racer {
  /** Of the join */
  time: number
  asks: number[]
}

describe('the last place in a call', () => {
  it('goes to the one who joined first, whoever hears of whom in what order', () => {
    fc.assert(fc.property(
      fc.array(fc.record({ time: fc.nat(3), asks: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }) }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(), { minLength: 100, maxLength: 100 }),
      fc.shuffledSubarray([...'0123456789ab'], { minLength: 12, maxLength: 12 }),
      race
    ), { numRuns: 2_000 })
  })
})

function race (racers: Racer[], chances: number[], keys: string[]): void {
  const bus = new Bus(chances)
  const members = keys.slice(0, IN_CALL).map(key => new Contestant(key, 0, bus))
  const late = racers.map(({ time }, i) => new Contestant(keys[IN_CALL + i], 1 + time, bus))
  const all = [...members, ...late]

  members.forEach(member => { member.meet(members) })
  late.forEach((racer, i) => {
    // the first who are found may be others who race; a member is found in the end
    const found = racers[i].asks.map(ask => all[ask % all.length])
    new Set([...found, members[racers[i].asks[0] % IN_CALL]]).forEach(asked => { racer.ask(asked) })
  })
  bus.run()

  // whose link does not come up says so again
  for (let stalls = 0; stalls < 3; stalls++) {
    all.forEach(contestant => { contestant.stall() })
    bus.run()
  }

  const winners = [...selectParticipants(all.map(({ publicKey, session }) => ({ publicKey, session })), HARD_LIMIT)]
  const stayed = all.filter(({ over }) => !over)

  expect(stayed.map(({ publicKey }) => publicKey)).to.have.members(winners)

  for (const { publicKey, others, membership } of stayed) {
    expect([publicKey, ...others.keys()], publicKey).to.have.members(winners)
    expect([publicKey, ...membership.participants], publicKey).to.have.members(winners)
  }
}

interface Sent {
  from: Contestant
  to: string
  message: SignalMessage
}

/** Delivers in any order, but for two messages of one to another */
class Bus {
  readonly contestants = new Map<string, Contestant>()
  private readonly chances: number[]
  private readonly sent: Sent[] = []

  constructor (chances: number[]) {
    this.chances = chances
  }

  post (sent: Sent): void {
    this.sent.push(sent)
  }

  run (): void {
    for (let delivered = 0; this.sent.length > 0; delivered++) {
      const pick = this.sent[this.chances[delivered % this.chances.length] % this.sent.length]
      const next = this.sent.find(({ from, to }) => from === pick.from && to === pick.to) ?? pick
      this.sent.splice(this.sent.indexOf(next), 1)
      this.contestants.get(next.to)?.receive(next)
      expect(delivered).to.be.lessThan(5_000)
    }
  }
}

/** Somebody who is in a call, or wants to be: what of one decides about that */
class Contestant {
  readonly publicKey: string
  readonly session: string
  readonly others = new Map<string, MutableParticipant>()
  readonly membership: Membership
  over = false

  private readonly bus: Bus
  private readonly presence: SignedPresence
  private readonly admission: Admission
  /** Sessions that have left, or were let go */
  private readonly forgotten = new Set<string>()
  /** Whoever was asked, and has not answered */
  private readonly asked = new Set<string>()

  constructor (publicKey: string, time: number, bus: Bus) {
    this.publicKey = publicKey
    this.session = `${time}`.padStart(12, '0') + publicKey
    this.bus = bus
    this.membership = new Membership(publicKey)
    this.presence = { publicKey, session: this.session, sessionKey: fromString(publicKey), addresses: [], name: '' } as unknown as SignedPresence
    this.admission = this.decide()
    bus.contestants.set(publicKey, this)
  }

  meet (members: Contestant[]): void {
    members.filter(member => member !== this).forEach(member => {
      this.membership.learn(member.publicKey, members.map(({ publicKey }) => publicKey))
      this.add(member.presence)
    })
  }

  ask (member: Contestant): void {
    if (member !== this) {
      this.asked.add(member.publicKey)
      this.post(member.publicKey, this.request())
    }
  }

  receive ({ from, message }: Sent): void {
    const stale = this.forgotten.has(from.session)

    if (this.over || (stale && message.type !== 'leave')) {
      return
    }

    this.asked.delete(from.publicKey)

    if (message.type === 'join') {
      this.admission.onJoin(from.presence, '', message)
    } else if (message.type === 'welcome') {
      this.admission.onWelcome(from.presence, '', message)
    } else if (message.type === 'leave') {
      this.admission.onLeave(from.publicKey, fromString(from.publicKey))
    } else if (message.type === 'refuse') {
      this.admission.onRefuse(from.publicKey, message.reason)
    } else if (!this.others.has(from.publicKey)) {
      this.admission.letInCaller(from.presence, '')
    }
  }

  /** There is no link where the other end does not know of one */
  stall (): void {
    const linked = (publicKey: string): boolean => this.bus.contestants.get(publicKey)?.others.has(this.publicKey) === true

    if (!this.over) {
      [...this.others.keys()].filter(publicKey => !linked(publicKey)).forEach(publicKey => { this.call(publicKey) })
    }
  }

  private end (): void {
    this.over = true
    new Set([...this.others.keys(), ...this.asked]).forEach(to => { this.post(to, { type: 'leave' }) })
  }

  private add (presence: SignedPresence): void {
    const { publicKey, session } = presence
    this.others.set(publicKey, { publicKey, session } as MutableParticipant)

    if (isInitiator(this.publicKey, publicKey)) {
      this.call(publicKey)
    }
  }

  private call (publicKey: string): void {
    this.post(publicKey, { type: isInitiator(this.publicKey, publicKey) ? 'offer' : 'restart' } as SignalMessage)
  }

  private remove (publicKey: string, forget: boolean): void {
    const session = this.others.get(publicKey)?.session

    if (session != null) {
      this.others.delete(publicKey)
      this.membership.leave(publicKey)
    }

    if (forget) {
      this.forgotten.add(session ?? this.bus.contestants.get(publicKey)?.session ?? '')
    }
  }

  private request (): SignalMessage & { type: 'join' } {
    return { type: 'join', state: this.state() } as SignalMessage & { type: 'join' }
  }

  private state (): any {
    return { participants: this.others.size + 1, rosterVersion: 0 }
  }

  private post (to: string, message: SignalMessage): void {
    this.bus.post({ from: this, to, message })
  }

  private decide (): Admission {
    return new Admission(admissionInit({
      publicKey: this.publicKey,
      membership: this.membership,
      others: this.others,
      signaling: {
        session: this.session,
        send: (to: string, message: SignalMessage) => { this.post(to, message) },
        getPresence: (publicKey: string) => {
          const presence = this.bus.contestants.get(publicKey)?.presence

          return presence == null || this.forgotten.has(presence.session) ? undefined : presence
        },
        drop: () => {},
        handOn: (to: string, leave: Uint8Array) => { this.bus.contestants.get(toString(leave))?.post(to, { type: 'leave' }) }
      },
      ownState: () => this.state(),
      isEntered: () => this.others.size > 0,
      add: presences => { presences.forEach(presence => { this.add(presence) }) },
      remove: (publicKey, forget) => { this.remove(publicKey, forget) },
      ask: publicKey => { this.post(publicKey, this.request()) },
      onOver: () => { this.end() }
    }))
  }
}
