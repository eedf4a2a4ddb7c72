import { expect } from 'aegir/chai'
import { text as en } from '../../src/app/text/languages/en.ts'
import { announcements } from '../../src/app/views/announcements.ts'
import { person, screen } from './fixtures/state.ts'
import type { CallScreenState } from '../../src/app/model/state.ts'

const SELF = screen().self
const LOBBY = screen().lobby
const MESSAGE = { id: 1, from: 'b', name: 'Ben', text: 'hello', at: 0, own: false }

describe('what a screen reader says', () => {
  for (const [what, before, after, words] of [
    ['nothing has changed', {}, {}, []],
    ['one is in the call', { phase: 'joining' }, {}, ['You\'re in the call']],
    ['somebody joins', {}, { participants: [person('Ben')] }, ['Ben joined']],
    ['somebody without a name joins', {}, { participants: [person('')] }, ['Someone joined']],
    ['somebody leaves', { participants: [person('Ben')] }, {}, ['Ben left']],
    ['somebody mutes', { participants: [person('Ben')] }, { participants: [person('Ben', { muted: true })] }, ['Ben is muted']],
    ['somebody unmutes', { participants: [person('Ben', { muted: true })] }, { participants: [person('Ben')] }, ['Ben is unmuted']],
    ['a link is lost', { participants: [person('Ben')] }, { participants: [person('Ben', { linkState: 'reconnecting' })] }, ['Lost the connection to Ben. Reconnecting…']],
    ['a link is back', { participants: [person('Ben', { linkState: 'reconnecting' })] }, { participants: [person('Ben')] }, ['Ben is back']],
    ['somebody speaks', { participants: [person('Ben')] }, { participants: [person('Ben', { speaking: true })] }, []],
    ['a message comes', {}, { messages: [MESSAGE] }, ['Ben: hello']],
    ['you write yourself', {}, { messages: [{ ...MESSAGE, own: true }] }, []],
    ['somebody raises a hand', { participants: [person('Ben')] }, { participants: [person('Ben', { handRaised: true })] }, ['Ben raised their hand']],
    ['somebody lowers a hand', { participants: [person('Ben', { handRaised: true })] }, { participants: [person('Ben')] }, ['Ben lowered their hand']],
    ['somebody reacts', { participants: [person('Ben')] }, { participants: [person('Ben', { reaction: '👍' })] }, ['Ben reacted with 👍']],
    ['a reaction goes', { participants: [person('Ben', { reaction: '👍' })] }, { participants: [person('Ben')] }, []],
    ['one raises a hand', {}, { self: { ...SELF, handRaised: true } }, ['You raised your hand']],
    ['one mutes', {}, { self: { ...SELF, muted: true } }, ['You\'re muted']],
    ['one deafens, which mutes too', {}, { self: { ...SELF, muted: true, deafened: true } }, ['You\'re deafened: you hear nobody, and nobody hears you']],
    ['a call is full', { phase: 'lobby' }, { phase: 'lobby', lobby: { ...LOBBY, full: true } }, ['The call is full']]
  ] as Array<[string, Partial<CallScreenState>, Partial<CallScreenState>, string[]]>) {
    it(`when ${what}`, () => {
      expect(announcements(screen(before), screen(after), en)).to.deep.equal(words)
    })
  }
})
