import { expect } from 'aegir/chai'
import { SLEEP_THRESHOLD, sleptFor } from '../../src/network/sleep.ts'

const INTERVAL = 300
const LONG = 20_000

describe('sleep', () => {
  /** Each with ms by the monotonic clock, by the wall clock, of sleep, and of processor time */
  const cases: Array<[string, number, number, number, number?]> = [
    ['a timer that is on time', INTERVAL, INTERVAL, 0],
    ['a timer that is late because the machine is busy', INTERVAL + SLEEP_THRESHOLD, INTERVAL + SLEEP_THRESHOLD, 0],
    ['a timer that is very late because the machine is busy', INTERVAL + LONG, INTERVAL + LONG, 0, LONG / 10],
    ['a process that was stopped', INTERVAL + LONG, INTERVAL + LONG, LONG],
    ['a process that was stopped, and has much to do now', INTERVAL + LONG, INTERVAL + LONG, LONG, 900],
    ['a machine whose monotonic clock stood still while it slept', INTERVAL, INTERVAL + LONG, LONG],
    ['a wall clock that was set forward', INTERVAL, INTERVAL + LONG, LONG],
    ['a wall clock that was set back', INTERVAL, -LONG, 0],
    ['a process that was stopped while the wall clock was set back', INTERVAL + LONG, -LONG, LONG]
  ]

  cases.forEach(([what, monotonic, wall, slept, used]) => {
    it(`is${slept === 0 ? ' not' : ''} what ${what} shows`, () => {
      const before = { monotonic: 1_000, wall: 1e12, used: used == null ? undefined : 500 }

      expect(sleptFor(before, { monotonic: before.monotonic + monotonic, wall: before.wall + wall, used: used == null ? undefined : 500 + used }, INTERVAL)).to.equal(slept)
    })
  })
})
