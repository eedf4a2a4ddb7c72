import { access } from 'node:fs/promises'
import { expect } from 'aegir/chai'
import { callStatus } from '../../src/app/model/call-status.ts'
import { tabLabel } from '../../src/app/page/tab-label.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import { screen } from './fixtures/state.ts'
import type { CallScreenState } from '../../src/app/model/state.ts'

const SELF = screen().self

describe('title and icon of the page', () => {
  for (const [what, state, title, icon] of [
    ['of a call', {}, 'friends – groupcall', 'icon.svg'],
    ['while the user speaks', { self: { ...SELF, speaking: true } }, '🎤 friends – groupcall', 'icon-speaking.svg'],
    ['while the user is muted', { self: { ...SELF, muted: true } }, '🔇 friends – groupcall', 'icon-muted.svg'],
    ['with messages that nobody has read', { unread: 2, self: { ...SELF, muted: true } }, '(2) 🔇 friends – groupcall', 'icon-unread.svg'],
    ['in the lobby', { phase: 'lobby', self: { ...SELF, muted: true } }, 'friends – groupcall', 'icon.svg'],
    ['before the group is known', { phase: 'loading', group: { ...screen().group, name: '' } }, 'groupcall', 'icon.svg']
  ] as Array<[string, Partial<CallScreenState>, string, string]>) {
    it(what, async () => {
      expect(tabLabel('groupcall', callStatus(screen(state)))).to.deep.equal({ title, icon })
      await access(repositoryPath(`src/app/public/${icon}`))
    })
  }
})
