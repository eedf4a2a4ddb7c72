import { expect } from 'aegir/chai'
import { SLEEP_THRESHOLD, sleptFor } from '../../src/network/sleep.ts'

const INTERVAL = 300
const LONG = 20_000

describe('sleep', () => {
  const cases: Array<[string, number, number, number]> = [
    ['a timer that is on time', INTERVAL, INTERVAL, 0],
    ['a timer that is late because the machine is busy', INTERVAL + SLEEP_THRESHOLD, INTERVAL + SLEEP_THRESHOLD, 0],
    ['a process that was stopped', INTERVAL + LONG, INTERVAL + LONG, LONG],
    ['a machine whose monotonic clock stood still while it slept', INTERVAL, INTERVAL + LONG, LONG],
    ['a wall clock that was set forward', INTERVAL, INTERVAL + LONG, LONG],
    ['a wall clock that was set back', INTERVAL, -LONG, 0],
    ['a process that was stopped while the wall clock was set back', INTERVAL + LONG, -LONG, LONG]
  ]

  cases.forEach(([what, monotonic, wall, slept]) => {
    it(`is${slept === 0 ? ' not' : ''} what ${what} shows`, () => {
      const before = { monotonic: 1_000, wall: 1e12 }

      expect(sleptFor(before, { monotonic: before.monotonic + monotonic, wall: before.wall + wall }, INTERVAL)).to.equal(slept)
    })
  })
})
