import { expect } from 'aegir/chai'
import { soundFor } from '../../src/app/attention/sound-choice.ts'
import { person, screen } from './fixtures/state.ts'
import type { CallScreenState } from '../../src/app/model/state.ts'

const SELF = screen().self
const [BEN, CAT] = [person('Ben'), person('Cat')]
const MESSAGE = { id: 1, from: BEN.publicKey, name: 'Ben', text: 'hello', at: 0, own: false }
const MUTED = { self: { ...SELF, muted: true } }

describe('the sound of a call', () => {
  for (const [what, before, after, sound] of [
    ['somebody joins', {}, { participants: [BEN] }, 'join'],
    ['somebody leaves', { participants: [BEN] }, {}, 'leave'],
    ['somebody knocks', {}, { knocks: [CAT] }, 'knock'],
    ['the person who knocked is let in', { knocks: [CAT] }, { participants: [CAT] }, 'join'],
    ['somebody writes', {}, { messages: [MESSAGE] }, 'message'],
    ['the user writes', {}, { messages: [{ ...MESSAGE, own: true }] }, undefined],
    ['the chat is as before', { messages: [MESSAGE] }, { messages: [MESSAGE] }, undefined],
    ['the user mutes', {}, MUTED, 'mute'],
    ['the user unmutes', MUTED, {}, 'unmute'],
    ['the user holds the key to talk', MUTED, { self: { ...SELF, held: true } }, undefined],
    ['several things happen', { participants: [BEN] }, { participants: [CAT], messages: [MESSAGE], ...MUTED }, 'message'],
    ['the user comes in', { phase: 'joining' }, { participants: [BEN] }, undefined],
    ['the call ends', { participants: [BEN] }, { phase: 'ended' }, undefined],
    ['sounds are off', {}, { participants: [BEN], preferences: { ...screen().preferences, sounds: false } }, undefined],
    ['the browser blocks sound', {}, { participants: [BEN], soundBlocked: true }, undefined]
  ] as Array<[string, Partial<CallScreenState>, Partial<CallScreenState>, string | undefined]>) {
    it(`when ${what}: ${sound ?? 'none'}`, () => {
      expect(soundFor(screen(before), screen(after))).to.equal(sound)
    })
  }
})
