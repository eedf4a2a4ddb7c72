import { AbortError } from '@libp2p/interface'
import { expect } from 'aegir/chai'
import { raceDials } from '../../src/network/dial-race.ts'
import { DIAL_STAGGER } from '../../src/network/limits.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'

describe('a race of dials', () => {
  let timers: ManualTimers
  let begun: number[]
  let dials: Array<PromiseWithResolvers<string>>
  let signals: AbortSignal[]
  let late: string[]

  beforeEach(() => {
    timers = new ManualTimers()
    begun = []
    signals = []
    late = []
    dials = Array.from({ length: 3 }, () => Promise.withResolvers<string>())
  })

  afterEach(() => {
    expect(timers.size).to.equal(0)
  })

  it('begins one after the other, and returns the first that succeeds', async () => {
    const result = race()
    await timers.advance(DIAL_STAGGER)
    expect(begun).to.deep.equal([0, 1])
    dials[1].resolve('second')

    expect(await result).to.equal('second')
    await timers.advance(10 * DIAL_STAGGER)
    expect([begun, signals.map(({ aborted }) => aborted)]).to.deep.equal([[0, 1], [true, true]])
  })

  it('begins the next at once when one fails', async () => {
    const result = race()
    dials[0].reject(new Error('refused'))
    await timers.advance(0)
    expect(begun).to.deep.equal([0, 1])
    dials[1].resolve('second')

    expect(await result).to.equal('second')
  })

  it('hands over what comes too late', async () => {
    const result = race()
    await timers.advance(DIAL_STAGGER)
    dials[1].resolve('second')
    await result
    dials[0].resolve('first')
    await timers.advance(0)

    expect(late).to.deep.equal(['first'])
  })

  it('fails when all of them have failed, and without any', async () => {
    const result = race()
    dials.forEach(({ reject }) => { reject(new Error('refused')) })

    await expect(result).to.eventually.be.rejected.with.property('errors').with.lengthOf(3)
    await expect(raceDials([], { timers, onLate: () => {} })).to.eventually.be.rejected.with.property('errors').with.lengthOf(0)
  })

  it('ends with its signal, whatever the dials do', async () => {
    const controller = new AbortController()
    const result = race(controller.signal)
    controller.abort(new AbortError('left'))

    await expect(result).to.eventually.be.rejected.with.property('message', 'left')
    await timers.advance(10 * DIAL_STAGGER)
    expect([begun, signals[0].reason.message]).to.deep.equal([[0], 'left'])
  })

  async function race (signal?: AbortSignal): Promise<string> {
    return raceDials(dials.map(({ promise }, index) => async dialSignal => {
      begun.push(index)
      signals.push(dialSignal)

      return promise
    }), { signal, timers, onLate: result => { late.push(result) } })
  }
})
