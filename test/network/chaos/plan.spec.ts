import { expect } from 'aegir/chai'
import { createPlan } from './plan.ts'

const MINUTE = 60_000

describe('the faults of a chaos run', () => {
  it('are the same for the same seed, and others for another', () => {
    const init = { length: 10 * MINUTE, participants: 4 }

    expect(createPlan({ seed: 1, ...init })).to.deep.equal(createPlan({ seed: 1, ...init }))
    expect(createPlan({ seed: 1, ...init })).to.not.deep.equal(createPlan({ seed: 2, ...init }))
  })

  it('are of all kinds, and hit everybody', () => {
    const plan = createPlan({ seed: 3, length: 60 * MINUTE, participants: 4 })

    expect(new Set(plan.map(({ kind }) => kind)).size).to.equal(8)
    expect(new Set(plan.map(({ participant }) => participant))).to.deep.equal(new Set([undefined, 0, 1, 2, 3]))
  })

  it('are over before the run ends, and never overlap for one participant', () => {
    for (let seed = 0; seed < 50; seed++) {
      const plan = createPlan({ seed, length: 5 * MINUTE, participants: 4 })

      for (const [index, { at, duration, participant }] of plan.entries()) {
        expect(at + duration).to.be.lessThan(5 * MINUTE)
        plan.slice(index + 1).filter(other => other.participant === participant).forEach(other => { expect(other.at).to.be.greaterThan(at + duration) })
      }
    }
  })

  it('leave the first participant its process', () => {
    const plan = createPlan({ seed: 4, length: 60 * MINUTE, participants: 4 })

    expect(plan.filter(({ kind, participant }) => participant === 0 && (kind === 'kill' || kind === 'leave'))).to.deep.equal([])
  })
})
