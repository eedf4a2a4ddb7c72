import { expect } from 'aegir/chai'
import { FRAME_SAMPLES } from '../../src/media/index.ts'
import { Resampler } from '../../src/media/sources/resample.ts'

/** A tenth of a second */
const LENGTH = 4_800

describe('samples that are resampled 10 ms at a time', () => {
  for (const rate of [8_000, 44_100, 48_000, 96_000]) {
    it(`from ${rate} Hz are the same as all at once`, () => {
      const resampler = new Resampler(rate)
      const samples = (first: number, end: number): Int16Array => Int16Array.from({ length: end - first }, (_, i) => Math.imul(first + i, 0x9e3779b1) >> 17)
      const resample = (offset: number, count: number): Int16Array => {
        const { first, end } = resampler.rangeOf(offset, count)
        const out = new Int16Array(count)
        resampler.resample({ samples: samples(first, end), first }, offset, out)

        return out
      }
      const pieces = Array.from({ length: LENGTH / FRAME_SAMPLES }, (_, i) => [...resample(i * FRAME_SAMPLES, FRAME_SAMPLES)])

      expect(Int16Array.from(pieces.flat())).to.deep.equal(resample(0, LENGTH))
    })
  }
})
