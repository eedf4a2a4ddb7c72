import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { concat } from 'uint8arrays/concat'
import { encodeLength } from '../../src/network/length-prefix.ts'
import { FrameDecoder } from '../../src/signaling/frame-decoder.ts'
import { MAX_FRAME_BYTES } from '../../src/signaling/limits.ts'
import { BadMessageError } from '../../src/signaling/messages.ts'

describe('the frames of a stream', () => {
  it('come out as they went in, in whatever pieces they come', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 5 }), fc.integer({ min: 1, max: 400 }), (frames, size) => {
      const bytes = concat(frames.map(whole))
      const decoder = new FrameDecoder()
      const decoded = Array.from({ length: Math.ceil(bytes.byteLength / size) }, (_, i) => [...decoder.decode(bytes.subarray(i * size, (i + 1) * size))]).flat()

      expect(decoded).to.deep.equal(frames)
      expect(decoder.begun).to.equal(false)
    }))
  })

  it('may have 16 KiB', () => {
    expect(MAX_FRAME_BYTES).to.equal(16_384)
    expect([...new FrameDecoder().decode(whole(new Uint8Array(MAX_FRAME_BYTES)))]).to.have.lengthOf(1)
  })

  it('are told from the beginning of a frame', () => {
    const decoder = new FrameDecoder()
    ;[...decoder.decode(whole(new Uint8Array(2)).subarray(0, 2))].forEach(() => { throw new Error('That was not all of it') })

    expect(decoder.begun).to.equal(true)
  })

  for (const [what, bytes, taken] of [
    ['a length of 16,385', encodeLength(MAX_FRAME_BYTES + 1), 3],
    ['a length of 2 GiB', encodeLength(2 ** 31), 3],
    ['a length that never ends', new Uint8Array(1_000).fill(0x80), 3],
    ['a length that is spelled longer than it has to be', Uint8Array.of(0x81, 0x80, 0x00), 3],
    ['a length of 0', Uint8Array.of(0), 1]
  ] as Array<[string, Uint8Array, number]>) {
    it(`are none with ${what}, which is known after ${taken} bytes`, () => {
      const decoder = new FrameDecoder()
      const read = (to: number) => (): unknown => [...decoder.decode(bytes.subarray(to - 1, to))]

      for (let to = 1; to < taken; to++) {
        expect(read(to)()).to.deep.equal([])
      }

      expect(read(taken)).to.throw(BadMessageError).with.property('reason', 'malformed')
    })
  }

  it('take only the memory that they announce, however small the pieces are', () => {
    const decoder = new FrameDecoder()
    const frame = whole(new Uint8Array(MAX_FRAME_BYTES).fill(7))

    for (const byte of frame.subarray(0, -1)) {
      expect([...decoder.decode(Uint8Array.of(byte))]).to.deep.equal([])
    }

    // what came is copied: nothing of it is held on to
    const held = Object.values(decoder).filter(value => value instanceof Uint8Array).map(({ buffer }) => buffer.byteLength)
    expect(held.reduce((sum, size) => sum + size)).to.be.at.most(MAX_FRAME_BYTES + 3)
  })
})

function whole (frame: Uint8Array): Uint8Array {
  return concat([encodeLength(frame.byteLength), frame])
}
