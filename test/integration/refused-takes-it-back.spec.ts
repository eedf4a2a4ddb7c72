import { expect } from 'aegir/chai'
import { createGroup, GroupCallFullError } from '../../src/index.ts'
import { joinLater } from '../fixtures/calls.ts'
import { hurriedTimers } from '../fixtures/hurried-timers.ts'
import { answerAs } from '../fixtures/raw-answerer.ts'
import { createScene } from '../fixtures/scene.ts'

describe('a newcomer that was refused', () => {
  const scene = createScene({ timers: hurriedTimers(8) })

  it('tells members that haven\'t answered yet, so that none admits it later', async () => {
    const slow = await scene.network.createPeer()
    const quick = await scene.network.createPeer()
    const group = createGroup({ name: 'friends', owner: slow.identity })
    const seen: string[] = []
    const asked = Promise.withResolvers<void>()
    const withdrawn = Promise.withResolvers<void>()

    await answerAs(slow, group, ({ type }) => {
      seen.push(type)
      asked.resolve()

      if (type === 'leave') {
        withdrawn.resolve()
      }

      return undefined
    })
    await answerAs(quick, group, async () => {
      // a member that hasn't been asked need not be told
      await asked.promise

      return { type: 'refuse', reason: 'full' }
    })

    await expect(joinLater(scene.network, group, { microphone: undefined, addresses: [slow, quick].flatMap(({ peer }) => peer.getMultiaddrs()) }))
      .to.eventually.be.rejectedWith(GroupCallFullError)
    await withdrawn.promise
    expect(seen).to.deep.equal(['join', 'leave'])
  })
})
