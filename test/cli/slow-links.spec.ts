import { expect } from 'aegir/chai'
import { SLOW_LINK, SlowLinks } from '../../src/cli/call/slow-links.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { GroupCall, LinkState } from '../../src/index.ts'
import type { SinonFakeTimers } from 'sinon'

describe('a link that takes long', () => {
  let timers: SinonFakeTimers
  let call: EventTarget
  let links: SlowLinks
  let shown: string[]

  beforeEach(() => {
    timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    call = new EventTarget()
    shown = []
    links = new SlowLinks((_, { publicKey }) => { shown.push(publicKey) })
    links.attach(call as unknown as GroupCall)
  })

  afterEach(() => {
    links.close()
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  const show = (type: 'join' | 'update' | 'leave', publicKey: string, linkState: LinkState): void => {
    call.dispatchEvent(new CustomEvent(`participant:${type}`, { detail: { publicKey, linkState } }))
  }

  it('is shown once, for each participant', () => {
    show('join', 'a', 'new')
    show('join', 'b', 'new')
    timers.tick(SLOW_LINK - 1)
    show('update', 'a', 'connecting')
    show('update', 'b', 'connected')
    expect(shown).to.deep.equal([])
    timers.tick(1)
    show('update', 'a', 'closed')
    timers.tick(2 * SLOW_LINK)
    expect(shown).to.deep.equal(['a'])
  })

  it('is not shown when a link that was up is lost, or the participant leaves', () => {
    show('join', 'a', 'connected')
    show('update', 'a', 'reconnecting')
    show('join', 'b', 'new')
    show('leave', 'b', 'closed')
    timers.tick(2 * SLOW_LINK)
    expect(shown).to.deep.equal([])
  })

  it('is shown again when the participant comes back', () => {
    show('join', 'a', 'new')
    timers.tick(SLOW_LINK)
    show('leave', 'a', 'closed')
    show('join', 'a', 'new')
    timers.tick(SLOW_LINK)
    expect(shown).to.deep.equal(['a', 'a'])
  })
})
