import { expect } from 'aegir/chai'
import { audioBytes } from '../../src/media/sources/wav-container.ts'

const GIB = 2 ** 30

describe('the size of the audio in a WAV file', () => {
  for (const [what, claimed, present, fileSize, claimedFileSize, wide, expected] of [
    ['is what the header says', 100, 100, 144, 144, false, 100],
    ['doesn\'t include what follows', 100, 150, 194, 194, false, 100],
    ['is known for a file that is cut short', 100, 60, 104, 144, false, 100],
    ['extends to the end after a pipe: ffmpeg', 0xffffffff, 60, 104, 0xffffffff + 8, false, 60],
    ['extends to the end after a pipe: sox', 0x7ffff000, 60, 104, 0x7ffff024 + 8, false, 60],
    ['extends to the end after a pipe: GStreamer', 0, 60, 104, 8, false, 60],
    ['extends to the end after a pipe: arecord', 0x80000000, 60, 104, 0x80000024 + 8, false, 60],
    ['extends to the end after a crash', 0, 60, 104, 44, false, 60],
    ['is 0 if the file is empty', 0, 0, 44, 44, false, 0],
    ['is 0 if only other chunks follow', 0, 60, 104, 104, false, 0],
    ['extends to the end where 32 bits aren\'t enough', 904, 5 * GIB, 5 * GIB + 44, 948, false, 5 * GIB],
    ['may be more than 4 GiB with 64 bits', 5 * GIB, 6 * GIB, 6 * GIB + 44, 6 * GIB + 44, true, 5 * GIB],
    ['may be 0xffffffff with 64 bits', 0xffffffff, 5 * GIB, 5 * GIB + 44, 5 * GIB + 44, true, 0xffffffff],
    ['extends to the end after a pipe: RF64', 0, 60, 104, 0xffffffff + 8, true, 60],
    ['extends to the end after a pipe: W64', 2 ** 63, 60, 188, 2 ** 64, true, 60]
  ] as Array<[string, number, number, number, number, boolean, number]>) {
    it(what, () => {
      expect(audioBytes({ claimed, present, fileSize, claimedFileSize, wide })).to.equal(expected)
    })
  }
})
