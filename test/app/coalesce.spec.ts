import { expect } from 'aegir/chai'
import { coalesce } from '../../src/app/session/coalesce.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { SinonFakeTimers } from 'sinon'

describe('changes of a screen', () => {
  let timers: SinonFakeTimers
  let told: number[]
  let change: () => void

  beforeEach(() => {
    timers = useFakeTimers()
    told = []
    change = coalesce(() => { told.push(performance.now()) }, 50)
  })

  afterEach(() => { timers.restore() })

  it('are drawn at the end of the turn, together', async () => {
    change()
    change()
    expect(told).to.deep.equal([])
    await Promise.resolve()

    expect(told).to.deep.equal([0])
  })

  it('are drawn as often as the pause allows, and none is lost', async () => {
    for (let now = 0; now < 120; now += 10) {
      change()
      await timers.tickAsync(10)
    }

    expect(told).to.deep.equal([0, 50, 100])
    await timers.tickAsync(50)
    expect(told).to.deep.equal([0, 50, 100, 150])
  })

  it('are drawn at once after a pause', async () => {
    change()
    await timers.tickAsync(70)
    change()
    await Promise.resolve()

    expect(told).to.deep.equal([0, 70])
  })
})
