import { expect } from 'aegir/chai'
import { Healings } from './healings.ts'

describe('healings in a chaos run', () => {
  it('are measured from the end of the last fault', () => {
    const healings = new Healings()

    healings.begin(1_000)
    healings.begin(2_000)
    healings.end(3_000, 'first')
    healings.observe(3_500, [])
    healings.end(4_000, 'second')
    healings.observe(6_000, ['A does not hear B'])
    healings.observe(6_100, [])
    expect(healings.times).to.deep.equal([2_000])
    expect(healings.slow).to.deep.equal([])
    expect(healings.pending).to.equal(false)
  })

  it('do not end before silence could be noticed', () => {
    const healings = new Healings()

    healings.begin(1_000)
    healings.end(1_000, 'address')
    healings.observe(1_100, [])
    healings.observe(2_500, ['A does not hear B'])
    healings.observe(4_000, [])
    expect(healings.times).to.deep.equal([1_500])
  })

  it('are slow when they take more than 5 s, with those who were not heard by then', () => {
    const healings = new Healings()

    healings.begin(0)
    healings.end(1_000, 'a cut')
    healings.observe(5_900, ['A does not hear B', 'C does not hear D'])
    healings.observe(6_100, ['A does not hear B'])
    healings.observe(8_000, ['A does not hear B'])
    healings.observe(8_100, [])
    expect(healings.slow).to.deep.equal([{ after: 'a cut', ms: 7_000, unheard: ['A does not hear B'] }])
  })

  it('do not count when another fault comes first, unless they were slow by then', () => {
    const healings = new Healings()

    for (const [end, begin] of [[1_000, 5_900], [7_000, 13_000]]) {
      healings.begin(end - 100)
      healings.end(end, 'sleep')
      healings.observe(begin - 1, ['A does not hear B'])
      healings.begin(begin)
      healings.end(begin, 'mute')
    }

    expect(healings.times).to.deep.equal([])
    expect(healings.slow).to.deep.equal([{ after: 'sleep', ms: 6_000, unheard: ['A does not hear B'] }])
  })
})
