import { expect } from 'aegir/chai'
import { blameFor } from '../../src/signaling/blame.ts'
import { BadMessageError } from '../../src/signaling/messages.ts'
import type { Blame, Source } from '../../src/signaling/blame.ts'
import type { DropReason } from '../../src/signaling/messages.ts'
import type { Neighbour } from '../../src/signaling/paths.ts'

const [HERE, ELSEWHERE] = ['a', 'b'].map(digit => digit.repeat(64))

describe('a frame that can\'t be used', () => {
  // what is wrong, how far it was checked, which session key sealed it, whether the path is proven
  const cases: Array<[DropReason, Source['state'], string | undefined, boolean, Blame['path'], boolean]> = [
    ['seal', 'arrived', undefined, false, 'close', false],
    ['seal', 'arrived', undefined, true, 'count', false],
    ['malformed', 'arrived', undefined, true, 'close', false],
    ['malformed', 'arrived', HERE, true, 'count', false],
    ['signature', 'arrived', ELSEWHERE, true, 'close', false],
    ['wrong-session', 'signed', HERE, true, 'count', false],
    ['wrong-session', 'signed', ELSEWHERE, true, 'spare', false],
    ['signature', 'new', HERE, true, 'close', false],
    ['signature', 'new', ELSEWHERE, true, 'spare', true],
    ['not-a-member', 'new', ELSEWHERE, true, 'spare', true],
    ['not-a-member', 'new', HERE, true, 'count', false]
  ]

  cases.forEach(([reason, state, sender, proven, path, blamed]) => {
    const from = sender === HERE ? 'by the other end of its path' : `by ${sender == null ? 'nobody of the group' : 'somebody else'}`

    it(`(${reason}, ${state}, ${from}, ${proven ? 'proven' : 'unproven'} path): path ${path}, sender ${blamed ? 'blamed' : 'spared'}`, () => {
      expect(blameFor(new BadMessageError(reason), { path: { sessionKey: HERE, proven } as Neighbour, sender, state })).to.deep.equal({ path, sender: blamed })
    })
  })

  it('that an honest session may send is held against nobody whose path is proven', () => {
    for (const sender of [HERE, ELSEWHERE]) {
      expect(blameFor(new BadMessageError('unexpected', { violation: false }), { path: { sessionKey: HERE, proven: true } as Neighbour, sender, state: 'new' })).to.deep.equal({ path: 'spare', sender: false })
    }
  })
})
