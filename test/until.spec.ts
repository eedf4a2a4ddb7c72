import { EventEmitter } from 'node:events'
import { expect } from 'aegir/chai'
import { until } from './fixtures/until.ts'

describe('until', () => {
  it('resolves at once with what the condition returns', async () => {
    expect(await until('a number', () => 5)).to.equal(5)
  })

  it('checks after an event, and no longer listens afterwards', async () => {
    for (const emitter of [new EventEmitter(), new EventTarget()]) {
      const emit = (): void => { 'emit' in emitter ? emitter.emit('change') : emitter.dispatchEvent(new Event('change')) }
      let checks = 0
      const waiting = until('three checks', () => ++checks === 3, { on: [emitter, 'other', 'change'] })

      emit()
      emit()
      await waiting
      emit()
      expect(checks).to.equal(3)
    }
  })

  it('checks at an interval what no event announces', async () => {
    let checks = 0
    await until('three checks', async () => ++checks === 3, { interval: 1 })

    expect(checks).to.equal(3)
  })

  it('checks once more when something changed during a check', async () => {
    const emitter = new EventEmitter()
    const checks: Array<PromiseWithResolvers<boolean>> = []
    const waiting = until('a second check', async () => {
      const check = Promise.withResolvers<boolean>()
      checks.push(check)

      return check.promise
    }, { on: [emitter, 'change'] })

    emitter.emit('change')
    emitter.emit('change')
    expect(checks).to.have.lengthOf(1)
    checks[0].resolve(false)
    await until('the second check', () => checks.length === 2, { interval: 1 })
    checks[1].resolve(true)
    await waiting
    expect(checks).to.have.lengthOf(2)
  })

  it('says what never came, and what was seen last', async () => {
    await expect(until('a call of two', () => 0, { limit: 5 })).to.eventually.be.rejectedWith('Waited 0.005 s for a call of two. Last seen: 0')
    await expect(until('a call of two', () => false, { limit: 5, seen: () => ({ participants: ['Ada'] }) })).to.eventually.be.rejectedWith('Last seen: { participants: [ \'Ada\' ] }')
  })

  it('rejects with what the condition throws', async () => {
    await expect(until('nothing', () => { throw new RangeError('broken') })).to.eventually.be.rejectedWith('broken')
    await expect(until('nothing', async () => { throw new RangeError('broken') })).to.eventually.be.rejectedWith('broken')
  })
})
