import { expect } from 'aegir/chai'
import { ScreenState } from '../../src/app/session/screen-state.ts'
import { screen } from './fixtures/state.ts'

describe('the tiles of a call', () => {
  it('keep their order when somebody comes back in a newer session, and newcomers are last', () => {
    const current = { participants: [] as unknown[], progress: [], clockDifference: 0 }
    const state = new ScreenState({
      settings: { name: 'Ada', bootstrap: [], inviteBase: { reach: 'bare' } },
      access: {},
      current,
      unlocking: {},
      invitation: {},
      devices: { state: screen().devices },
      preferences: { state: screen().preferences },
      voice: { state: screen().self, playback: { volumeOf: () => ({ volume: 1, silenced: false }) } },
      chat: { messages: [], unread: 0 },
      reactions: { of: () => undefined },
      problems: { list: [] }
    } as any)
    const shown = (...names: string[]): string[] => {
      current.participants = names.map(name => ({ publicKey: name, name, links: new Map(), carries: [], addresses: [] }))
      const { participants, matrix } = state.update({ phase: 'call' })

      expect(matrix.people.slice(1).map(({ name }) => name)).to.deep.equal(participants.map(({ name }) => name))

      return participants.map(({ name }) => name)
    }

    expect(shown('Ben', 'Cat')).to.deep.equal(['Ben', 'Cat'])
    expect(shown('Cat', 'Ben', 'Dan')).to.deep.equal(['Ben', 'Cat', 'Dan'])
    expect(shown('Dan', 'Ben')).to.deep.equal(['Ben', 'Dan'])
    expect(shown('Cat', 'Dan', 'Ben')).to.deep.equal(['Ben', 'Dan', 'Cat'])
  })
})
