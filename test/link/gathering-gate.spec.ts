import { expect } from 'aegir/chai'
import { GatheringGate } from '../../src/link/gathering-gate.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { SinonFakeTimers } from 'sinon'

const MAX_HOLD = 250

describe('the gathering gate', () => {
  let timers: SinonFakeTimers
  let gate: GatheringGate
  let order: string[]

  beforeEach(() => {
    timers = useFakeTimers()
    gate = new GatheringGate(2, MAX_HOLD)
    order = []
  })

  afterEach(() => {
    timers.restore()
  })

  it('lets a number of connections in, and the next in line when one leaves', async () => {
    const [leaveA, leaveB] = await Promise.all([enter('a'), enter('b')])
    const [c, d] = [enter('c'), enter('d')]
    await timers.tickAsync(0)
    expect(order).to.deep.equal(['a', 'b'])

    leaveA()
    leaveA()
    const leaveC = await c
    await timers.tickAsync(0)
    expect(order).to.deep.equal(['a', 'b', 'c'])

    leaveB()
    const leaveD = await d
    expect(order).to.deep.equal(['a', 'b', 'c', 'd'])
    leaveC()
    leaveD()
    expect(timers.countTimers()).to.equal(0)
  })

  it('has its places back when everyone has left', async () => {
    const leaves = await Promise.all([enter('a'), enter('b')])
    leaves.forEach(leave => { leave() })
    await Promise.all([enter('c'), enter('d')])
    const e = enter('e')
    await timers.tickAsync(0)
    expect(order).to.deep.equal(['a', 'b', 'c', 'd'])
    await timers.tickAsync(MAX_HOLD)
    await e
  })

  it('isn\'t held up by a slow connection', async () => {
    await Promise.all([enter('slow'), enter('slow too')])
    const next = enter('next')
    await timers.tickAsync(MAX_HOLD - 1)
    expect(order).to.not.include('next')
    await timers.tickAsync(1)
    await next
  })

  async function enter (name: string): Promise<() => void> {
    const leave = await gate.enter()
    order.push(name)

    return leave
  }
})
