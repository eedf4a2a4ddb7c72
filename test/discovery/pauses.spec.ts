import { expect } from 'aegir/chai'
import { isRecordDue, nextLookupPause, nextRedialPause } from '../../src/discovery/index.ts'

describe('pauses', () => {
  for (const [lookups, alone, random, pause] of [
    [0, true, 0.5, 1_000],
    [1, true, 0.5, 2_000],
    [3, true, 0.5, 8_000],
    [10, true, 0.5, 60_000],
    [1_000, true, 0.5, 60_000],
    [0, true, 0, 750],
    [0, true, 1, 1_250],
    [0, false, 0.5, 300_000],
    [9, false, 0.5, 300_000]
  ] as Array<[number, boolean, number, number]>) {
    it(`after ${lookups} lookups ${alone ? 'alone' : 'in a call'} take ${pause} ms`, () => {
      expect(nextLookupPause(lookups, alone, random)).to.equal(pause)
    })
  }

  for (const [given, now, due] of [
    [10, 10, false],
    [10, 29.9, false],
    [10, 30, true],
    [50, 60, true],
    [59.9, 60.1, true],
    // the machine slept
    [10, 600, true],
    // the clock was set back, within the hour and further
    [30, 11, false],
    [30, 9, true],
    [61, 59, true]
  ] as Array<[number, number, boolean]>) {
    it(`a record of minute ${given} is ${due ? '' : 'not '}due for renewal in minute ${now}`, () => {
      expect(isRecordDue(given * 60_000, now * 60_000)).to.equal(due)
    })
  }

  for (const [failures, inUse, pause] of [
    [0, true, 500],
    [1, true, 1_000],
    [2, true, 2_000],
    [100, true, 2_000],
    [0, false, 500],
    [5, false, 16_000],
    [6, false, 30_000],
    [100, false, 30_000]
  ] as Array<[number, boolean, number]>) {
    it(`after ${failures} dials in vain to an address that is ${inUse ? '' : 'not '}in use take ${pause} ms`, () => {
      expect(nextRedialPause(failures, inUse, 0.5)).to.equal(pause)
    })
  }
})
