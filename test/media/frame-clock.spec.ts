import { expect } from 'aegir/chai'
import { FrameClock } from '../../src/media/index.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { SinonFakeTimers } from 'sinon'

describe('the frame clock', () => {
  let timers: SinonFakeTimers

  beforeEach(() => {
    timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })

  afterEach(() => {
    timers.restore()
  })

  it('ticks a hundred times a second, even if its timer is always late', () => {
    let elapsed = 0
    let ticks = 0
    const clock = new FrameClock({ now: () => elapsed })
    const stop = clock.add(() => { ticks++ })

    // each timer fires 3 ms late
    for (let i = 0; i < 1_000; i++) {
      elapsed += 13
      timers.runToLast()
    }

    stop()
    expect(ticks).to.be.within(1_290, 1_310)
  })

  it('doesn\'t catch up on the hours that a laptop slept', () => {
    let now = 0
    const clock = new FrameClock({ now: () => now })
    let ticks = 0
    clock.add(() => { ticks++ })
    now = 3_600_000
    timers.runToLast()

    expect(ticks).to.be.within(20, 21)
  })

  it('runs only while it has users', () => {
    const clock = new FrameClock()
    const stops = [clock.add(() => {}), clock.add(() => {})]
    stops[0]()
    stops[0]()
    expect(timers.countTimers()).to.equal(1)
    stops[1]()
    expect(timers.countTimers()).to.equal(0)
  })

  it('goes on for the others if a user throws', () => {
    const errors: unknown[] = []
    let now = 0
    const clock = new FrameClock({ now: () => now, onError: err => { errors.push(err) } })
    let ticks = 0
    clock.add(() => { throw new Error('broken') })
    const stop = clock.add(() => { ticks++ })
    now = 30
    timers.runToLast()
    stop()

    expect(errors).to.have.lengthOf(1)
    expect(ticks).to.equal(3)
  })
})
