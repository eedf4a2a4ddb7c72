import { expect } from 'aegir/chai'
import { openMicrophone } from '../../src/index.ts'
import { joinTogether, leaveAll, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

/** Seconds of statistics to average: speech is not the same all the time */
const SECONDS = 5

describe('the stream of a participant', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  it('takes 45 to 52 kbit/s of payload, whatever is said', async () => {
    calls = await joinTogether(network, 2, index => ({
      microphone: async options => openMicrophone({ kind: 'wav', path: `assets/speech/${['ada', 'ben'][index]}.wav`, loop: true }, options)
    }))
    await untilAllHear(calls.map(({ call }) => call))

    const rates = await Promise.all(calls.map(async ({ call }) => {
      const seconds: number[] = []
      call.addEventListener('quality', ({ detail: { quality: { statistics } } }) => { seconds.push(statistics.sendKbps) })
      // the first is of a part of a second, while bandwidth is still being estimated
      await untilCall(call, 'quality', () => seconds.length > SECONDS + 1)

      return seconds.slice(2).reduce((sum, rate) => sum + rate, 0) / (seconds.length - 2)
    }))

    for (const rate of rates) {
      expect(rate).to.be.within(45, 52)
    }
  })
})
