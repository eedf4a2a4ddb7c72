import { expect } from 'aegir/chai'
import { STATISTICS_INTERVAL } from '../../src/mesh/limits.ts'
import { LinkMonitor } from '../../src/mesh/link-monitor.ts'
import { createFakeLink } from '../fixtures/fake-link.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { Link } from '../../src/link/index.ts'
import type { SinonFakeTimers } from 'sinon'

describe('statistics that arrive late', () => {
  let timers: SinonFakeTimers
  let monitor: LinkMonitor
  let link: Link
  /** Answers the requests for statistics, the oldest first */
  let answers: Array<(packetsReceived: number) => void>
  /** Packets received, by the statistics that were reported */
  let reported: number[]

  beforeEach(() => {
    timers = useFakeTimers()
    answers = []
    reported = []
    const fake = createFakeLink()
    link = fake.link
    fake.connection.getStats = async () => new Promise(resolve => {
      answers.push(packetsReceived => { resolve(new Map([['in', { type: 'inbound-rtp', packetsReceived, bytesReceived: 125 * packetsReceived }]])) })
    })
    link.start()
    monitor = new LinkMonitor({
      now: () => performance.now(),
      onQuality: ({ statistics }) => { reported.push(statistics.packetsReceived) }
    })
    monitor.add(link)
    monitor.start()
  })

  afterEach(() => {
    monitor.stop()
    link.close()
    timers.restore()
  })

  it('do not replace newer ones', async () => {
    await timers.tickAsync(3 * STATISTICS_INTERVAL)
    expect(answers).to.have.lengthOf(3)
    answers[1](20)
    await timers.tickAsync(0)
    answers[0](10)
    await timers.tickAsync(0)
    answers[2](30)
    await timers.tickAsync(0)

    expect(reported).to.deep.equal([20, 30])
  })

  it('do not change the averages either', async () => {
    const rates: number[] = []
    monitor.stop()
    monitor = new LinkMonitor({ now: () => performance.now(), onQuality: ({ statistics }) => { rates.push(statistics.receiveKbps) } })
    monitor.add(link)
    monitor.start()
    await timers.tickAsync(2 * STATISTICS_INTERVAL)
    answers[1](20)
    await timers.tickAsync(0)
    answers[0](10)
    await timers.tickAsync(STATISTICS_INTERVAL)
    answers[2](30)
    await timers.tickAsync(0)

    // ten packets of 125 bytes in a second
    expect(rates).to.deep.equal([0, 10])
  })

  it('are not reported for a link that has been replaced', async () => {
    await timers.tickAsync(STATISTICS_INTERVAL)
    monitor.remove(link)
    answers[0](10)
    await timers.tickAsync(0)

    expect(reported).to.deep.equal([])
  })
})
