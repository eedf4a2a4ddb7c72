import { expect } from 'aegir/chai'
import { keepOrder } from '../../src/app/session/keep-order.ts'
import { makeMembersState } from '../../src/app/session/members-state.ts'
import { addProblem, ownerProblem } from '../../src/app/views/member-problem.ts'
import type { MembersState } from '../../src/app/model/state.ts'

const [ADA, BEN, CLEO, DAN] = ['a', 'b', 'c', 'd'].map(digit => digit.repeat(64))
const ROSTER = { version: 3, owners: [DAN, ADA].map(publicKey => ({ publicKey, since: 0 })), members: [BEN, CLEO] }

describe('the members that the page shows', () => {
  it('are none in a group that anyone with an invite may join', () => {
    expect(makeMembersState({}, { publicKey: ADA, name: 'Ada' }, [])).to.equal(undefined)
  })

  it('are owners first, then people in the call', () => {
    const state = makeMembersState({ roster: ROSTER }, { publicKey: ADA, name: 'Ada' }, [{ publicKey: CLEO, name: 'Cleo' }])

    expect(state?.people.map(({ publicKey }) => publicKey)).to.deep.equal([ADA, DAN, CLEO, BEN])
    expect(state).to.include({ belongs: true, owner: true })
    expect(state?.people[0]).to.deep.equal({ publicKey: ADA, name: 'Ada', owner: true, self: true, present: true })
    expect(state?.people[3]).to.deep.equal({ publicKey: BEN, name: '', owner: false, self: false, present: false })
  })

  it('show whether the user is an owner, or a member', () => {
    expect(makeMembersState({ roster: ROSTER }, { publicKey: BEN, name: 'Ben' }, [])).to.include({ belongs: true, owner: false })
    expect(makeMembersState({ roster: ROSTER }, { publicKey: 'e'.repeat(64), name: 'Eve' }, [])).to.include({ belongs: false, owner: false })
  })
})

describe('what is wrong with a change of the members', () => {
  const people = (count: number, owner = false): MembersState => ({
    belongs: true,
    owner: true,
    people: Array.from({ length: count }, (_, index) => ({ publicKey: index.toString(16).padStart(64, '0'), name: '', owner, self: false, present: false }))
  })

  for (const [what, state, publicKey, problem] of [
    ['nothing', people(255), ADA, undefined],
    ['too short', people(1), 'a', 'key'],
    ['no hex digits', people(1), 'g'.repeat(64), 'key'],
    ['there already', people(1), '0'.repeat(64), 'known'],
    ['one too many', people(256), ADA, 'full']
  ] as const) {
    it(`${what}: ${problem}`, () => {
      expect(addProblem(state, publicKey)).to.equal(problem)
    })
  }

  it('is a ninth owner', () => {
    expect(ownerProblem(people(7, true))).to.equal(undefined)
    expect(ownerProblem(people(8, true))).to.equal('owners')
  })
})

describe('people who knock', () => {
  it('stay in place when they knock again, and newcomers come last', () => {
    const [ada, ben, cleo] = [ADA, BEN, CLEO].map(publicKey => ({ publicKey, name: '' }))

    expect(keepOrder([ada, ben], [cleo, ben, ada])).to.deep.equal([ada, ben, cleo])
    expect(keepOrder([ada, ben], [ben])).to.deep.equal([ben])
  })
})
