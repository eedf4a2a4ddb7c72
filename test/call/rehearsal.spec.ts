import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { Rehearsal } from '../../src/call/rehearsal.ts'
import { rehearse } from '../../src/call/rehearse.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { Occupation } from '../../src/call/rehearsal.ts'

const log = defaultLogger().forComponent('test')

describe('the rehearsal of a join', () => {
  it('lets two invented participants meet, in many short pieces', async () => {
    let pieces = 0

    // rejects if the two don't meet
    await rehearse(async () => { pieces++ })
    expect(pieces).to.be.at.least(32)
  })

  it('waits while a call is being joined, and happens once in a process', async () => {
    const process = { rehearsed: false }
    let occupation: Occupation = 'joining'
    let performed = 0
    const create = (): [Rehearsal, ManualTimers] => {
      const timers = new ManualTimers()

      return [new Rehearsal({ occupation: () => occupation, timers, log, process, perform: async () => { performed++ } }), timers]
    }
    const [rehearsal, timers] = create()
    rehearsal.start()
    await timers.advance(10_000)
    expect(performed).to.equal(0)

    occupation = 'idle'
    await timers.advance(1_000)
    expect(performed).to.equal(1)

    const [another, otherTimers] = create()
    another.start()
    await otherTimers.advance(10_000)
    expect(performed).to.equal(1)
  })

  it('is not needed after a real join', async () => {
    const timers = new ManualTimers()
    let performed = 0
    const rehearsal = new Rehearsal({ occupation: () => 'performed', timers, log, process: { rehearsed: false }, perform: async () => { performed++ } })
    rehearsal.start()
    await timers.advance(10_000)

    expect(performed).to.equal(0)
  })

  for (const [what, interrupt] of [
    ['a join begins', (_: Rehearsal, join: () => void) => { join() }],
    ['the peer stops', (rehearsal: Rehearsal) => { rehearsal.stop() }]
  ] as const) {
    it(`ends when ${what}`, async () => {
      const timers = new ManualTimers()
      let occupation: Occupation = 'idle'
      const pause = Promise.withResolvers<() => Promise<void>>()
      const rehearsal = new Rehearsal({ occupation: () => occupation, timers, log, process: { rehearsed: false }, perform: async next => { pause.resolve(next) } })
      rehearsal.start()
      await timers.advance(1_000)
      const next = await pause.promise
      await next()
      interrupt(rehearsal, () => { occupation = 'joining' })

      await expect(next()).to.eventually.be.rejected.with.property('name', 'AbortError')
    })
  }
})
