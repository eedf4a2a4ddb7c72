import { expect } from 'aegir/chai'
import { createGroup } from '../../src/index.ts'
import { joiningCall } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'

describe('a call that is left before one is in it', () => {
  const scene = createScene()

  it('opens no microphone any more, though nobody else is left to be asked', async () => {
    const member = await scene.network.createPeer()
    const group = createGroup({ name: 'friends', owner: member.identity })
    let opened = false
    const joining = member.peer.services.calls.join(group, {
      microphone: async () => {
        opened = true
        throw new Error('The microphone was opened')
      }
    })
    const call = joiningCall(member)
    const left = call.leave()

    expect(call.state).to.equal('leaving')
    await call.enter()
    await left
    await joining

    expect(call.state).to.equal('ended')
    expect(opened).to.equal(false)
  })
})
