import { expect } from 'aegir/chai'
import { NetworkClock } from '../../src/discovery/index.ts'
import { CLOCK_TOLERANCE, MAX_CLOCK_REPORTS } from '../../src/discovery/limits.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = 500_000 * HOUR

describe('the clock of the network', () => {
  let now: number
  let clock: NetworkClock
  let told: number[]
  let changes: number

  beforeEach(() => {
    now = NOW
    clock = new NetworkClock({ now: () => now })
    told = []
    changes = 0
    clock.addEventListener('clock', ({ detail }) => { told.push(detail.difference) })
    clock.addEventListener('times', () => { changes++ })
  })

  /** Each source reports a time, by how much the local clock is ahead of it */
  function report (...differences: number[]): void {
    differences.forEach((difference, index) => { clock.addReport(`peer ${index}`, now - difference) })
  }

  const cases: Array<[title: string, differences: number[], searched: number[], told: number[]]> = [
    ['nobody reports', [], [], []],
    ['the only one agrees', [0], [], []],
    ['the only one agrees within five minutes', [CLOCK_TOLERANCE], [], []],
    ['the only one differs by more', [CLOCK_TOLERANCE + 1], [CLOCK_TOLERANCE + 1], [CLOCK_TOLERANCE + 1]],
    ['the local clock is two hours ahead', [2 * HOUR, 2 * HOUR, 2 * HOUR], [2 * HOUR], [2 * HOUR]],
    ['the local clock is two hours behind', [-2 * HOUR], [-2 * HOUR], [-2 * HOUR]],
    ['one of three lies', [0, 0, 2 * HOUR], [], []],
    ['one of two lies, or the other', [2 * HOUR, 0], [2 * HOUR], [2 * HOUR]],
    ['one of two lies, and both differ', [2 * HOUR, -5 * HOUR], [-5 * HOUR, 2 * HOUR], [2 * HOUR]],
    ['three say three things', [2 * HOUR, -5 * HOUR, 7 * HOUR], [-5 * HOUR, 2 * HOUR], [2 * HOUR]],
    ['one of four lies, and the local clock is wrong', [2 * HOUR, 3, 2 * HOUR + 3, 2 * HOUR], [2 * HOUR], [2 * HOUR]],
    ['the local clock is years behind', [-20_000 * HOUR], [], [-20_000 * HOUR]],
    ['the time zone is another', [26 * HOUR], [26 * HOUR], [26 * HOUR]]
  ]

  cases.forEach(([title, differences, searched, expected]) => {
    it(`when ${title}`, () => {
      report(...differences)

      expect(clock.times).to.deep.equal([NOW, ...searched.map(difference => NOW - difference)])
      expect(told).to.deep.equal(expected)
    })
  })

  it('ignores what is not a time', () => {
    for (const time of [NaN, Infinity, -1, 0, 1.5, 2 ** 60, '1' as any]) {
      clock.addReport('peer', time)
    }

    expect(clock.times).to.deep.equal([NOW])
    expect(told).to.deep.equal([])
  })

  it('counts one vote per source, the latest', () => {
    for (let i = 0; i < 10; i++) {
      clock.addReport('liar', NOW - (2 * HOUR))
    }

    clock.addReport('peer', NOW)
    clock.addReport('another', NOW)
    expect(clock.times).to.deep.equal([NOW])

    clock.addReport('liar', NOW)
    expect(clock.difference).to.equal(0)
  })

  it('goes on with the local clock, and what it is ahead', () => {
    report(2 * HOUR)
    now += 10 * MINUTE

    expect(clock.times).to.deep.equal([NOW + (10 * MINUTE), NOW + (10 * MINUTE) - (2 * HOUR)])
  })

  it('says once what is wrong, and that it is right again', () => {
    report(2 * HOUR)
    report(2 * HOUR + 1_000)
    report(2 * HOUR - 1_000)
    expect([told, changes]).to.deep.equal([[2 * HOUR], 1])

    report(0)
    report(0)
    expect([told, changes]).to.deep.equal([[2 * HOUR, 0], 2])
    expect(clock.difference).to.equal(0)

    report(3 * HOUR)
    report(4 * HOUR)
    expect([told, changes]).to.deep.equal([[2 * HOUR, 0, 3 * HOUR, 4 * HOUR], 4])
  })

  it('corrects for the way of the report', () => {
    clock.addReport('peer', NOW - HOUR, { at: NOW - 1_000 })

    expect(clock.difference).to.equal(HOUR - 1_000)
  })

  it('takes the word of two members, and only searches by that of one: either of them may be wrong', () => {
    clock.addReport('ada', NOW - (2 * HOUR), { member: true })
    expect([clock.times, clock.difference]).to.deep.equal([[NOW, NOW - (2 * HOUR)], 0])

    clock.addReport('ben', NOW - (2 * HOUR), { member: true })
    expect(clock.difference).to.equal(2 * HOUR)
  })

  it('remembers only a limited number of sources, the latest', () => {
    for (let i = 0; i < 1_000; i++) {
      clock.addReport(`liar ${i}`, NOW - (2 * HOUR))
    }

    for (let i = 0; i < MAX_CLOCK_REPORTS; i++) {
      clock.addReport(`peer ${i}`, NOW)
    }

    expect(clock.times).to.deep.equal([NOW])
  })

  it('searches at three times at most, whatever is reported', () => {
    report(...Array.from({ length: 200 }, (_, i) => (i - 100) * HOUR / 5))

    expect(clock.times).to.have.lengthOf(3)
  })
})
