import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { ConnectionBudget } from '../../src/mesh/connection-budget.ts'
import { CLOSING_TIME, CONNECTION_INTERVAL, MAX_CONNECTIONS } from '../../src/mesh/limits.ts'

const OTHERS = ['b', 'c', 'd', 'e', 'f', 'g', 'h']

describe('the budget of connections', () => {
  it('allows one connection for each of seven others, and two that are being closed', () => {
    expect(MAX_CONNECTIONS).to.equal(9)
    const budget = full()

    // two are replaced at once, and the next has to wait
    expect(budget.delay('b', 5_000)).to.equal(0)
    replace(budget, 'b', 5_000)
    expect(budget.delay('c', 5_100)).to.equal(0)
    replace(budget, 'c', 5_100)
    expect(budget.delay('d', 5_200)).to.equal(CLOSING_TIME - 200)
    expect(budget.delay('d', 5_000 + CLOSING_TIME)).to.equal(0)
  })

  it('allows one new connection per participant and second', () => {
    const budget = new ConnectionBudget()
    expect(CONNECTION_INTERVAL).to.equal(1_000)
    expect(budget.delay('b', 0)).to.equal(0)
    budget.add('b', 0)

    expect(budget.delay('b', 300)).to.equal(700)
    expect(budget.delay('c', 300)).to.equal(0)
    expect(budget.delay('b', 1_000)).to.equal(0)
  })

  it('doesn\'t start over for a participant that leaves and returns', () => {
    const budget = new ConnectionBudget()
    budget.add('b', 0)
    budget.remove('b', 100)

    expect(budget.delay('b', 200)).to.equal(800)
  })

  it('isn\'t exceeded by participants that come and go, in whatever order', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...OTHERS, 'i', 'j', 'k', 'l'), fc.nat({ max: 400 })), { maxLength: 200 }), steps => {
      const budget = new ConnectionBudget()
      const open = new Set<string>()
      const closed: number[] = []
      let now = 0

      const existing = (): number => open.size + closed.filter(at => at > now - CLOSING_TIME).length
      const take = ([participant, pause]: [string, number]): void => {
        now += pause

        if (open.delete(participant)) {
          budget.remove(participant, now)
          closed.push(now)
        } else if (open.size < 7 && budget.delay(participant, now) === 0) {
          budget.add(participant, now)
          open.add(participant)
          expect(existing()).to.be.at.most(MAX_CONNECTIONS)
        }
      }

      steps.forEach(take)
    }))
  })

  function full (): ConnectionBudget {
    const budget = new ConnectionBudget()
    OTHERS.forEach(participant => { budget.add(participant, 0) })

    return budget
  }

  function replace (budget: ConnectionBudget, participant: string, now: number): void {
    budget.remove(participant, now)
    budget.add(participant, now)
  }
})
