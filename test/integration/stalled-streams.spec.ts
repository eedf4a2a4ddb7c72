import { expect } from 'aegir/chai'
import { STALLS, stallStreams } from '../../bench/flood/stalled-streams.ts'
import { FIRST_MESSAGE_TIMEOUT, MAX_STREAMS, MAX_UNAUTHENTICATED_STREAMS } from '../../src/signaling/limits.ts'

/** MiB; a stream with full buffers and no bound is 4 MiB */
const MEMORY = 32

/** What timers are late, and what a question takes */
const SLACK = 1_500

describe('128 signaling streams that stall', () => {
  let results: Array<ReturnType<typeof stallStreams>>

  before(() => {
    // each at a process of its own, and most of it is waiting
    results = STALLS.map(async stall => stallStreams(128, stall))
  })

  STALLS.forEach((stall, index) => {
    it(`(${stall}) cost little, and none is left after 5 s`, async function () {
      this.timeout(60_000)
      const { memory, gone, streams, connections } = await results[index]

      expect(streams).to.be.at.most(stall.startsWith('a member') ? MAX_STREAMS : MAX_UNAUTHENTICATED_STREAMS)
      expect(gone).to.be.lessThan(FIRST_MESSAGE_TIMEOUT + SLACK)
      expect(memory).to.be.lessThan(MEMORY)
      expect(connections).to.equal(0)
    })
  })
})
