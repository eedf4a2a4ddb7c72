import { expect } from 'aegir/chai'
import { RING_TIME, Ringer } from '../../src/call/ringer.ts'
import type { RingEffect } from '../../src/call/ringer.ts'

const ADA = { publicKey: 'a'.repeat(64), name: 'Ada' }
const BEN = { publicKey: 'b'.repeat(64), name: 'Ben' }
const MISSED = { type: 'missed', call: { caller: ADA, at: 1_000 } }

describe('a call that somebody starts', () => {
  let ringer: Ringer

  const see = (people: Array<typeof ADA>, now = 1_000): RingEffect[] => ringer.handle({ type: 'people', people, looking: false }, now)

  const expectAnswered = (accept: boolean, reason: string): void => {
    see([ADA])
    expect(ringer.handle({ type: 'answer', accept }, 2_000)).to.deep.equal([{ type: 'silence', reason }])
    expect(ringer.caller).to.equal(undefined)
    expect(see([ADA], 3_000)).to.deep.equal([])
    expect(see([], 4_000)).to.deep.equal([{ type: 'over' }])
    expect(see([BEN], 5_000)).to.deep.equal([{ type: 'ring', caller: BEN }])
  }

  beforeEach(() => {
    ringer = new Ringer()
    expect(see([], 0)).to.deep.equal([{ type: 'empty' }])
  })

  it('rings once, whoever joins it meanwhile', () => {
    expect(see([ADA])).to.deep.equal([{ type: 'ring', caller: ADA }])
    expect(see([BEN, ADA], 2_000)).to.deep.equal([])
    expect(ringer.caller).to.deep.equal(ADA)
  })

  it('stops ringing when the user accepts, and isn\'t missed', () => {
    expectAnswered(true, 'accepted')
  })

  it('stops ringing when the user declines, and isn\'t missed', () => {
    expectAnswered(false, 'declined')
  })

  it('is missed when nobody answers for long', () => {
    see([ADA])
    expect(ringer.handle({ type: 'tick' }, 1_000 + RING_TIME - 1)).to.deep.equal([])
    expect(ringer.handle({ type: 'tick' }, 1_000 + RING_TIME)).to.deep.equal([{ type: 'silence', reason: 'missed' }, MISSED])
    expect(ringer.handle({ type: 'tick' }, 1_000 + 2 * RING_TIME)).to.deep.equal([])
  })

  it('is missed when everybody leaves before', () => {
    see([ADA])
    expect(see([], 2_000)).to.deep.equal([{ type: 'silence', reason: 'missed' }, MISSED, { type: 'over' }])
  })

  it('is missed without ringing while nothing should ring, until it may again', () => {
    ringer.handle({ type: 'quiet', quiet: true }, 0)
    expect(see([ADA])).to.deep.equal([MISSED])
    ringer.handle({ type: 'quiet', quiet: false }, 2_000)
    expect(see([ADA], 2_000)).to.deep.equal([])
    see([], 3_000)
    expect(see([ADA], 4_000)).to.deep.equal([{ type: 'ring', caller: ADA }])
  })

  it('stops ringing when nothing should ring any more', () => {
    see([ADA])
    expect(ringer.handle({ type: 'quiet', quiet: true }, 2_000)).to.deep.equal([{ type: 'silence', reason: 'missed' }, MISSED])
  })
})

describe('a call that was there before', () => {
  it('doesn\'t ring, also if it is found late', () => {
    const ringer = new Ringer()

    expect(ringer.handle({ type: 'people', people: [], looking: true }, 0)).to.deep.equal([])
    expect(ringer.handle({ type: 'people', people: [ADA], looking: false }, 1_000)).to.deep.equal([{ type: 'ongoing', people: [ADA] }])
    expect(ringer.handle({ type: 'answer', accept: true }, 2_000)).to.deep.equal([])
  })
})
