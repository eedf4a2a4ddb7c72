import { expect } from 'aegir/chai'
import { DialBudget, dialPause } from '../../src/network/dial-budget.ts'
import { ALL_MEMBERS_TARGETS, ALL_MEMBERS_TARGETS_PER_MINUTE, ALL_SEARCH_TARGETS, ALL_SEARCH_TARGETS_PER_MINUTE, DIAL_PAUSE_JITTER, FIRST_DIAL_PAUSE, LONGEST_DIAL_PAUSE, MAX_DIAL_TARGETS, MEMBER_TARGETS, MEMBER_TARGETS_PER_MINUTE, NAMED_TARGETS, RETURN_PAUSE, SEARCH_SOURCE_TARGETS } from '../../src/network/limits.ts'
import type { DialRequest, Told } from '../../src/network/dial-budget.ts'

const MINUTE = 60_000

describe('the budget of dials', () => {
  let budget: DialBudget

  beforeEach(() => {
    // the longest pauses
    budget = new DialBudget(() => 0)
  })

  it('pauses for a second after a failure, and twice as long after each further one, up to 5 minutes', () => {
    let now = 0

    for (const pause of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map(seconds => seconds * 1_000)) {
      fail(request('V'), now)
      expect(budget.begin(request('V'), now + pause - 1)).to.equal(false)
      now += pause
    }
  })

  it('shortens pauses by up to a quarter, never lengthens them', () => {
    expect([dialPause(1, 0), dialPause(1, 1), dialPause(4, 0.5), dialPause(1_000, 1)]).to.deep.equal([1_000, 750, 7_000, 225_000])
  })

  it('applies a pause to every source that names the host and port next, and for any peer', () => {
    fail(request('V', 'peer 1', 'Mallory'), 0)

    expect(budget.begin(request('V', 'peer 2', 'Ada'), 999)).to.equal(false)
    expect(budget.begin(searched('V', 'peer 3'), 999)).to.equal(false)
    expect(budget.begin(request('W', 'peer 1', 'Mallory'), 999)).to.equal(true)
    expect(budget.begin(request('V', 'peer 2', 'Ada'), 1_000)).to.equal(true)
  })

  it('allows one dial at a time, which the same peer may share', () => {
    expect(budget.begin(request('V', 'peer 1'), 0)).to.equal(true)
    expect(budget.begin(request('V', 'peer 2'), 0)).to.equal(false)
    expect(budget.begin(request('V', 'peer 1'), 0)).to.equal(true)
  })

  it('forgets failures when the peer answers, as one does that was restarted on its port', () => {
    fail(request('V'), 0)
    fail(request('V'), 1_000)
    succeed(request('V', 'restarted'), 3_000)
    fail(request('V'), 3_000)

    expect(budget.begin(request('V'), 3_000 + FIRST_DIAL_PAUSE)).to.equal(true)
  })

  it('doesn\'t keep us from the peer that answered there, whatever is invented about its host and port', () => {
    succeed(request('V', 'Ben'), 0)
    fail(request('V', 'invented 1'), 1)

    expect(budget.begin(request('V', 'invented 2'), 2)).to.equal(false)
    succeed(request('V', 'Ben'), 2)
  })

  it('lets the peer that answered there wait for half a second only when it fails, and one that has been lost', () => {
    const lost = (peer: string): DialRequest => ({ ...request('V', peer), told: { by: 'search', sources: ['lost'], returning: true } })
    succeed(request('V', 'Ben'), 0)

    for (let now = 0; now < MINUTE; now += RETURN_PAUSE) {
      fail(request('V', 'Ben'), now)
      expect(budget.begin(request('V', 'Ben'), now + RETURN_PAUSE - 1)).to.equal(false)
      expect(budget.begin(lost('Eve'), now + RETURN_PAUSE - 1)).to.equal(false)
      expect(budget.begin(request('V', 'Eve'), now + RETURN_PAUSE)).to.equal(false)
    }

    expect(budget.begin(lost('Eve'), MINUTE)).to.equal(true)
  })

  it('doesn\'t hold it against a peer that the local participant stopped a dial', () => {
    budget.begin(request('V'), 0)
    budget.cancel(request('V'))

    expect(budget.begin(request('V'), 0)).to.equal(true)
  })

  it('ignores how a dial ends that another one has taken the place of', () => {
    budget.begin(request('V', 'peer 1'), 0)
    budget.succeed(request('V', 'peer 2'))
    budget.fail(request('W', 'peer 2'), 0)

    expect(budget.begin(request('V', 'peer 2'), 0)).to.equal(false)
  })

  const rates: Array<[what: string, burst: number, perMinute: number, make: (target: string, n: number) => DialRequest]> = [
    ['a member', MEMBER_TARGETS, MEMBER_TARGETS_PER_MINUTE, target => request(target, 'peer', 'Mallory')],
    ['an introducer, whomever it invents', MEMBER_TARGETS, MEMBER_TARGETS_PER_MINUTE, (target, n) => request(target, 'peer', `invented ${n}`, 'Mallory')],
    ['all members together', ALL_MEMBERS_TARGETS, ALL_MEMBERS_TARGETS_PER_MINUTE, (target, n) => request(target, 'peer', `member ${n}`)],
    ['all sources of searches together', ALL_SEARCH_TARGETS, ALL_SEARCH_TARGETS_PER_MINUTE, (target, n) => searched(target, 'peer', `DHT peer ${n}`)],
    ['a DHT peer', SEARCH_SOURCE_TARGETS, 60, target => searched(target, 'peer', 'DHT peer')]
  ]

  for (const [what, burst, perMinute, make] of rates) {
    it(`allows ${what} ${burst} hosts and ports at once, and ${perMinute} a minute`, () => {
      expect(countFresh(1_000, 0, make)).to.equal(burst)
      expect(countFresh(1_000, MINUTE, make)).to.equal(perMinute)
    })
  }

  it('allows few host names, because all of them may lead to one host', () => {
    const named = (target: string): DialRequest => ({ ...searched(target), target: { key: target, named: true } })

    expect(countFresh(100, 0, named)).to.equal(NAMED_TARGETS)
    expect(countFresh(100, 0, target => searched(target))).to.equal(100)
  })

  it('takes no token for a host and port that it knows, or when one of those who answer for it has none left', () => {
    for (let n = 0; n < 100; n++) {
      succeed(request('V', 'peer', 'Ada'), n)
    }

    expect(countFresh(1_000, 0, target => request(target, 'peer', 'Mallory'))).to.equal(MEMBER_TARGETS)
    countFresh(1_000, 0, target => request(target, 'peer', 'Ada', 'Mallory'))
    expect(countFresh(1_000, 0, target => request(target, 'peer', 'Ada'))).to.equal(MEMBER_TARGETS - 1)
  })

  it('lets members\' inventions keep no search from dialling', () => {
    countFresh(1_000, 0, (target, n) => request(target, 'peer', `invented ${n}`))

    expect(countFresh(SEARCH_SOURCE_TARGETS, 0, target => searched(target))).to.equal(SEARCH_SOURCE_TARGETS)
  })

  it('remembers a bounded number of hosts and ports, each for longer than its pause', () => {
    const perMinute = ALL_MEMBERS_TARGETS_PER_MINUTE + ALL_SEARCH_TARGETS_PER_MINUTE
    const most = ALL_MEMBERS_TARGETS + ALL_SEARCH_TARGETS + (perMinute * LONGEST_DIAL_PAUSE / MINUTE)
    expect(most).to.be.lessThan(MAX_DIAL_TARGETS)

    for (let minute = 0; minute < 60; minute++) {
      countFresh(200, minute * MINUTE, (target, n) => searched(target, 'peer', `DHT peer ${n}`))
    }

    expect(budget.size).to.equal(MAX_DIAL_TARGETS)
  })

  it('whatever members say, and in whichever order, dials of one host and port stay under the bound', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = randomBy(seed)
      const pick = (max: number): number => Math.floor(random() * max)
      const begun: number[] = []
      let now = 0
      budget = new DialBudget(random)

      // the third party never answers as the peer that is named
      for (let step = 0; step < 400; step++) {
        const open = random() < 0.5 ? request('V', `invented ${pick(1_000)}`, `member ${pick(10)}`) : searched('V', `invented ${pick(1_000)}`, `DHT peer ${pick(3)}`)

        if (budget.begin(open, now)) {
          begun.push(now)
          now += pick(3_000)
          fail(request(`W ${step}`, 'peer', `member ${pick(10)}`), now)
          budget.fail(open, now)
        }

        now += random() < 0.8 ? pick(200) : pick(LONGEST_DIAL_PAUSE / 8)
      }

      for (const from of begun) {
        for (const to of begun.filter(at => at >= from)) {
          const count = begun.filter(at => at >= from && at <= to).length
          expect(count, `seed ${seed}: from ${from} to ${to}`).to.be.at.most(mostDials(to - from))
        }
      }

      expect(begun.length).to.be.greaterThan(5)
    }
  })

  function fail (open: DialRequest, now: number): void {
    budget.begin(open, now)
    budget.fail(open, now)
  }

  function succeed (open: DialRequest, now: number): void {
    expect(budget.begin(open, now)).to.equal(true)
    budget.succeed(open)
  }

  let fresh = 0

  /** Returns how many of `count` new hosts and ports may be dialled */
  function countFresh (count: number, now: number, make: (target: string, n: number) => DialRequest): number {
    return Array.from({ length: count }, (_, n) => budget.begin(make(`fresh ${++fresh}`, n), now)).filter(Boolean).length
  }
})

/** f(T): how often a host and port that doesn't answer is dialled within `ms` */
function mostDials (ms: number): number {
  let dials = 1

  for (let passed = 0; ; dials++) {
    passed += Math.min(LONGEST_DIAL_PAUSE, FIRST_DIAL_PAUSE * 2 ** (dials - 1)) * (1 - DIAL_PAUSE_JITTER)

    if (passed > ms) {
      return dials
    }
  }
}

function request (key: string, peer = 'peer', ...sources: string[]): DialRequest {
  return { target: { key, named: false }, peer, told: told('member', sources.length === 0 ? ['somebody'] : sources) }
}

function searched (key: string, peer = 'peer', source = 'DHT peer'): DialRequest {
  return { target: { key, named: false }, peer, told: told('search', [source]) }
}

function told (by: Told['by'], sources: string[]): Told {
  return { by, sources }
}

/** A linear congruential generator (Numerical Recipes), so that a failure can be repeated */
function randomBy (seed: number): () => number {
  let state = seed

  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32

    return state / 2 ** 32
  }
}
