import { expect } from 'aegir/chai'
import { createDecoders } from './decoders.ts'
import { fuzz } from './fuzz.ts'
import type { Decoder } from './decoders.ts'

const INPUTS = 50_000
const NAMES = ['frame', 'envelope', 'message', 'invite', 'key file', 'contacts', 'SDP', 'WAV']

describe('whatever comes from outside', () => {
  let decoders: Decoder[]

  before(async () => {
    decoders = await createDecoders()
  })

  NAMES.forEach(name => {
    it(`is taken or refused by the decoder of ${['contacts', 'SDP', 'WAV'].includes(name) ? name : `a ${name}`}, ${INPUTS} times`, async () => {
      const rejections: unknown[] = []
      const onRejection = (reason: unknown): void => { rejections.push(reason) }
      const decoder = decoders.find(known => known.name === name) as Decoder
      process.on('unhandledRejection', onRejection)

      try {
        const { inputs, accepted } = await fuzz(decoder, { inputs: INPUTS })
        await new Promise(setImmediate)

        expect(inputs).to.equal(INPUTS)
        // some are as they were: it does not refuse all
        expect(accepted).to.be.greaterThan(0)
        expect(rejections).to.deep.equal([])
      } finally {
        process.off('unhandledRejection', onRejection)
      }
    })
  })

  it('is all that is fuzzed', () => {
    expect(decoders.map(({ name }) => name)).to.deep.equal(NAMES)
  })
})
