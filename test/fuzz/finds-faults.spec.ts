import { expect } from 'aegir/chai'
import { inTurn } from '../fixtures/in-turn.ts'
import { modulePath } from '../fixtures/paths.ts'
import { runDecoder } from './run-decoder.ts'

const module = modulePath('test/fuzz/fixtures/faulty-decoders.ts')

const FAULTS = [
  ['throws', /threw TypeError: Cannot read properties/],
  ['rejects', /threw RangeError: Out of range/],
  ['hangs for a while', /took [1-9]\d\d+ ms/],
  ['hangs for good', /did not come back from [0-9a-f]*/],
  ['leaves a rejection', /left a rejection unhandled: Nobody looks/],
  ['throws later', /ended its process \(1, Error: Too late\) with [0-9a-f]/],
  ['fills the memory', /ended its process \(SIG.*memory.*\) with [0-9a-f]/]
] as const

describe('a decoder with a fault on purpose', () => {
  let results: Array<Promise<unknown>>

  before(() => {
    results = inTurn([...FAULTS], async ([name]) => runDecoder(name, {
      inputs: 2_000,
      seed: 1,
      // every smaller input would hang, too
      shrink: name !== 'hangs for a while',
      // the others end by themselves, however slow the machine is
      stuckAfter: name === 'hangs for good' ? 1_500 : 60_000,
      module
    }))
  })

  FAULTS.forEach(([name, says], index) => {
    it(`that ${name} is found`, async () => {
      await expect(results[index]).to.eventually.be.rejected.with.property('message').that.matches(says)
    })
  })
})
