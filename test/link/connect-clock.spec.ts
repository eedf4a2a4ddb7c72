import { expect } from 'aegir/chai'
import { ConnectClock } from '../../src/link/connect-clock.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'

const CONNECT_TIMEOUT = 4_000
const ANSWER_TIMEOUT = 30_000

describe('the time that a link takes to connect', () => {
  let timers: ManualTimers
  let stalled: number

  beforeEach(() => {
    timers = new ManualTimers()
    stalled = 0
  })

  const start = (trickles = true): ConnectClock => {
    const clock = new ConnectClock({ connectTimeout: CONNECT_TIMEOUT, answerTimeout: ANSWER_TIMEOUT, trickles, timers, onStalled: () => { stalled++ } })
    clock.start()

    return clock
  }

  it('is bounded', async () => {
    start()
    await timers.advance(CONNECT_TIMEOUT - 1)
    expect(stalled).to.equal(0)
    await timers.advance(1)
    expect(stalled).to.equal(1)
  })

  it('starts over with each step', async () => {
    const clock = start()

    for (const step of [() => { clock.onDescription() }, () => { clock.onPath() }]) {
      await timers.advance(CONNECT_TIMEOUT - 1)
      step()
    }

    await timers.advance(CONNECT_TIMEOUT - 1)
    expect(stalled).to.equal(0)
    await timers.advance(1)
    expect(stalled).to.equal(1)
  })

  it('does not count what comes after the link has connected', async () => {
    const clock = start()
    clock.stop()
    clock.onDescription()
    clock.onPath()
    await timers.advance(CONNECT_TIMEOUT)
    expect(stalled).to.equal(0)
  })

  it('begins when both ends have gathered where candidates do not trickle', async () => {
    const clock = start(false)
    clock.onGathering(true)
    await timers.advance(CONNECT_TIMEOUT)
    clock.onGathered()
    await timers.advance(ANSWER_TIMEOUT - 1)
    clock.onDescription()
    await timers.advance(CONNECT_TIMEOUT - 1)
    expect(stalled).to.equal(0)
    await timers.advance(1)
    expect(stalled).to.equal(1)
  })
})
