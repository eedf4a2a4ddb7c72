import { expect } from 'aegir/chai'
import { STALLS, stallStreams } from '../../bench/flood/stalled-streams.ts'
import { FIRST_MESSAGE_TIMEOUT, FRAME_TIMEOUT, MAX_STREAMS, MAX_UNAUTHENTICATED_STREAMS } from '../../src/signaling/limits.ts'

/** MiB; a stream with full buffers and no bound is 4 MiB */
const MEMORY = 32

describe('128 signaling streams that stall', () => {
  let results: Array<ReturnType<typeof stallStreams>>

  before(() => {
    expect([FIRST_MESSAGE_TIMEOUT, FRAME_TIMEOUT]).to.deep.equal([5_000, 5_000])
    // each at a process of its own, whose time stands still until 5 s go by at once
    results = STALLS.map(async stall => stallStreams(128, stall, { skipTime: true }))
  })

  STALLS.forEach((stall, index) => {
    it(`(${stall}) cost little, and none is left after 5 s`, async function () {
      const { memory, streams, connections } = await results[index]

      expect(streams).to.be.at.most(stall.startsWith('a member') ? MAX_STREAMS : MAX_UNAUTHENTICATED_STREAMS)
      expect(memory).to.be.lessThan(MEMORY)
      expect(connections).to.equal(0)
    })
  })
})
