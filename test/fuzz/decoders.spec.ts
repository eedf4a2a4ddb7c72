import { expect } from 'aegir/chai'
import { inTurn } from '../fixtures/in-turn.ts'
import { createDecoders } from './decoders.ts'
import { runDecoder } from './run-decoder.ts'
import type { FuzzResult } from './fuzz.ts'

const INPUTS = 20_000
const NAMES = ['frame', 'envelope', 'message', 'invite', 'roster', 'roster link', 'group file', 'key file', 'contacts', 'SDP', 'WAV', 'name', 'stream', 'bootstrap answer', 'candidate']

describe('whatever comes from outside', () => {
  let results: Array<Promise<FuzzResult>>

  before(() => {
    results = inTurn(NAMES, async name => runDecoder(name, { inputs: INPUTS }))
  })

  NAMES.forEach((name, index) => {
    it(`is taken or refused by the decoder of ${['contacts', 'SDP', 'WAV'].includes(name) ? name : `a ${name}`}, ${INPUTS} times`, async () => {
      const { inputs, accepted } = await results[index]

      expect(inputs).to.equal(INPUTS)
      // some inputs are unchanged: it doesn't reject everything
      expect(accepted).to.be.greaterThan(0)
    })
  })

  it('is all that is fuzzed', async () => {
    expect((await createDecoders()).map(({ name }) => name)).to.deep.equal(NAMES)
  })
})
