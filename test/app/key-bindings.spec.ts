import { expect } from 'aegir/chai'
import { DEFAULT_KEYS, isBindable, readKeys, rebind } from '../../src/app/model/key-bindings.ts'
import { keyAction } from '../../src/app/views/shortcuts.ts'

const PLAIN = { ctrlKey: false, altKey: false, metaKey: false }

describe('keys that the user chooses', () => {
  it('do what they were chosen for, and the old one does nothing', () => {
    const keys = rebind(DEFAULT_KEYS, 'talk', 'T')

    expect(keyAction({ key: 't', ...PLAIN }, 'other', keys)).to.equal('talk')
    expect(keyAction({ key: ' ', ...PLAIN }, 'other', keys)).to.equal(undefined)
  })

  it('change places with those that had another use', () => {
    expect(rebind(DEFAULT_KEYS, 'talk', 'm')).to.deep.equal({ ...DEFAULT_KEYS, talk: 'm', mute: ' ' })
    expect(rebind(DEFAULT_KEYS, 'talk', ' ')).to.deep.equal(DEFAULT_KEYS)
  })

  it('press the focused button if they are Space, whatever it was chosen for', () => {
    expect(keyAction({ key: ' ', ...PLAIN }, 'control', rebind(DEFAULT_KEYS, 'mute', ' '))).to.equal(undefined)
  })

  it('are characters or function keys', () => {
    expect(['a', 'Ä', ' ', '?', '😀', 'F1', 'F12'].filter(key => !isBindable(key))).to.deep.equal([])
    expect(['', 'Escape', 'Tab', 'Enter', 'Shift', 'ArrowUp', 'Dead', 'ab'].filter(isBindable)).to.deep.equal([])
  })

  it('are the usual ones where what is stored makes no sense', () => {
    expect(readKeys({ mute: 'k', talk: 7, leave: 'Escape', fly: 'f', __proto__: { deafen: 'e' } })).to.deep.equal({ ...DEFAULT_KEYS, mute: 'k' })
    expect(readKeys({ mute: 'c', chat: 'c' })).to.deep.equal({ ...DEFAULT_KEYS, mute: 'm', chat: 'c' })
  })
})
