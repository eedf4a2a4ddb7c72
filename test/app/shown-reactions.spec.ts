import { expect } from 'aegir/chai'
import { ShownReactions } from '../../src/app/session/shown-reactions.ts'

describe('a reaction on the screen', () => {
  it('is the last one of a person, for 5 seconds', () => {
    let now = 100
    const reactions = new ShownReactions(() => now)

    reactions.show('a', '👍')
    reactions.show('b', '👏')
    now += 3_000
    reactions.show('a', '🎉')
    expect([reactions.of('a'), reactions.of('b'), reactions.of('c')]).to.deep.equal(['🎉', '👏', undefined])

    now += 2_000
    expect([reactions.of('a'), reactions.of('b')]).to.deep.equal(['🎉', undefined])
    now += 3_000
    expect(reactions.of('a')).to.equal(undefined)
  })
})
