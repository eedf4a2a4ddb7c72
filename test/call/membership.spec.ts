import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { Membership } from '../../src/call/membership.ts'
import type { Introduction } from '../../src/call/membership.ts'

describe('membership', () => {
  it('tells who joins of everybody, and everybody of who joins', () => {
    const membership = new Membership('m')
    membership.learn('a', ['a'])
    membership.learn('b', ['b'])

    expect(membership.learn('n', ['n'])).to.deep.equal({
      joined: ['n'],
      introductions: [
        { to: 'n', about: ['a', 'b'], informed: [] },
        { to: 'a', about: ['n'], informed: ['b'] },
        { to: 'b', about: ['n'], informed: ['a'] }
      ]
    })
  })

  it('repeats nothing to those who are told by who told it', () => {
    const b = new Membership('b')
    b.learn('m', ['m', 'a'])

    expect(b.learn('m', ['m', 'n'], ['a'])).to.deep.equal({ joined: ['n'], introductions: [] })
  })

  it('forgets who has left', () => {
    const membership = new Membership('m')
    membership.learn('a', ['a', 'b'])
    membership.leave('b')

    expect(membership.participants).to.deep.equal(['a'])
    expect(membership.learn('b', ['b']).introductions).to.deep.equal([{ to: 'b', about: ['a'], informed: [] }, { to: 'a', about: ['b'], informed: [] }])
  })

  it('lets everybody know everybody, however they met', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 8 }), fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 12 }), fc.array(fc.nat(), { minLength: 50, maxLength: 50 }), (size, meetings, chances) => {
      const names = Array.from({ length: size }, (_, i) => `${i}`)
      const members = new Map(names.map(name => [name, new Membership(name)]))
      // each has met at least the one before, so that all are one call
      const joins = [...names.slice(1).map((name, i) => [name, names[i]]), ...meetings.map(([a, b]) => [names[a % size], names[b % size]])].filter(([a, b]) => a !== b)
      const messages: Message[] = joins.map(([from, to]) => ({ join: true, from, to, about: [], informed: [] }))
      let delivered = 0

      while (messages.length > 0) {
        // in any order, but for two messages of one to another
        const pick = messages[chances[delivered % chances.length] % messages.length]
        const message = messages.find(({ from, to }) => from === pick.from && to === pick.to) ?? pick
        messages.splice(messages.indexOf(message), 1)
        const { introductions } = (members.get(message.to) as Membership).learn(message.from, [message.from, ...message.about], message.informed)
        messages.push(...withAnswer(message, introductions).map(introduction => ({ join: false, from: message.to, ...introduction })))
        expect(++delivered).to.be.lessThan(2_000)
      }

      for (const [name, membership] of members) {
        expect(membership.participants.sort()).to.deep.equal(names.filter(other => other !== name))
      }
    }), { numRuns: 500 })
  })
})

interface Message extends Introduction {
  join: boolean
  from: string
}

/** Who joins is answered in any case */
function withAnswer ({ join, from }: Message, introductions: Introduction[]): Introduction[] {
  return !join || introductions.some(({ to }) => to === from) ? introductions : [{ to: from, about: [], informed: [] }, ...introductions]
}
