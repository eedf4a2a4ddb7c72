import { expect } from 'aegir/chai'
import { createGroup } from '../../src/index.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { createScene } from '../fixtures/scene.ts'
import { namesOf } from '../fixtures/strangers-peers.ts'

describe('a call that is left while joining', () => {
  const scene = createScene()

  it('rejects the join, opens no microphone and leaves nothing behind', async () => {
    const { peer, identity } = await scene.network.createPeer()
    const { calls } = peer.services
    let opened = false
    const call = calls.create(createGroup({ name: 'friends', owner: identity }), {
      microphone: async () => {
        opened = true
        throw new Error('The microphone was opened')
      }
    })
    const joining = expect(call.join()).to.eventually.be.rejected.with.property('name', 'AbortError')

    expect(call.state).to.equal('joining')
    expect(calls.calls).to.deep.equal([call])
    const left = call.leave()
    expect(call.state).to.equal('leaving')
    await driverOf(call).enter()
    await Promise.all([left, joining])

    expect(call.state).to.equal('ended')
    expect(opened).to.equal(false)
    expect(calls.calls).to.deep.equal([])
    expect(namesOf(peer)).to.deep.equal([])
  })
})
