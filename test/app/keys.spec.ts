import { expect } from 'aegir/chai'
import { keyAction } from '../../src/app/views/shortcuts.ts'
import type { KeyAction } from '../../src/app/model/key-bindings.ts'
import type { KeyTarget } from '../../src/app/views/shortcuts.ts'

const PLAIN = { ctrlKey: false, altKey: false, metaKey: false }

describe('the keys of a call', () => {
  for (const [key, target, action] of [
    ['m', 'other', 'mute'],
    ['M', 'other', 'mute'],
    [' ', 'other', 'talk'],
    ['x', 'other', 'hush'],
    ['d', 'other', 'deafen'],
    ['c', 'other', 'chat'],
    ['h', 'other', 'hand'],
    ['r', 'other', 'react'],
    ['l', 'other', 'leave'],
    ['?', 'other', 'help'],
    ['m', 'control', 'mute'],
    [' ', 'control', undefined],
    ['m', 'text', undefined],
    [' ', 'text', undefined],
    ['z', 'other', undefined]
  ] as Array<[string, KeyTarget, KeyAction | undefined]>) {
    it(`"${key}" with the focus on ${target} is ${action ?? 'not ours'}`, () => {
      expect(keyAction({ key, ...PLAIN }, target)).to.equal(action)
    })
  }

  it('are the browser\'s with a modifier', () => {
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) {
      expect(keyAction({ key: 'l', ...PLAIN, [modifier]: true }, 'other')).to.equal(undefined)
    }
  })
})
