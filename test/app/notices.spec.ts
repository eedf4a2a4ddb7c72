import { expect } from 'aegir/chai'
import { noticesFor } from '../../src/app/attention/notices.ts'
import { notificationsState } from '../../src/app/session/notification-permission.ts'
import { text as en } from '../../src/app/text/languages/en.ts'
import { person, screen } from './fixtures/state.ts'
import type { CallScreenState } from '../../src/app/model/state.ts'

const BEN = person('Ben')
const MESSAGE = { id: 1, from: BEN.publicKey, name: 'Ben', text: 'hello', at: 0, own: false }

describe('the notifications of a call', () => {
  for (const [what, before, after, words] of [
    ['somebody joins', {}, { participants: [BEN] }, ['Ben joined']],
    ['somebody without a name knocks', {}, { knocks: [person('')] }, ['Someone wants to join']],
    ['somebody writes', {}, { messages: [MESSAGE] }, ['Ben: hello']],
    ['somebody leaves', { participants: [BEN] }, {}, []],
    ['the user comes in', { phase: 'joining' }, { participants: [BEN] }, []],
    ['they are off', {}, { participants: [BEN], notifications: 'off' }, []]
  ] as Array<[string, Partial<CallScreenState>, Partial<CallScreenState>, string[]]>) {
    it(`when ${what}: ${words.length === 0 ? 'none' : words.join()}`, () => {
      expect(noticesFor(screen({ notifications: 'on', ...before }), screen({ notifications: 'on', ...after }), en)).to.deep.equal(words)
    })
  }

  it('are short', () => {
    const [words] = noticesFor(screen(), screen({ notifications: 'on', messages: [{ ...MESSAGE, text: 'a'.repeat(1_000) }] }), en)

    expect(words).to.have.lengthOf(200)
  })

  it('are shown only if both the user and the browser want them', () => {
    expect([notificationsState(true, 'granted'), notificationsState(false, 'granted'), notificationsState(true, 'default')]).to.deep.equal(['on', 'off', 'off'])
    expect([notificationsState(true, 'denied'), notificationsState(true)]).to.deep.equal(['blocked', 'unsupported'])
  })
})
