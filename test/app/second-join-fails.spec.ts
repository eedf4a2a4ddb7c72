import { expect } from 'aegir/chai'
import { CurrentCall } from '../../src/app/session/current-call.ts'
import { createGroup } from '../../src/index.ts'
import { createScene } from '../fixtures/scene.ts'

describe('the page, when its join fails at once while its peer is in another group\'s call', () => {
  const scene = createScene()

  it('does not take the other call for its own', async () => {
    const { peer, identity } = await scene.network.createPeer()
    const { calls } = peer.services
    const other = await calls.join(createGroup({ name: 'friends', owner: identity }))
    const used: unknown[] = []
    const current = new CurrentCall({
      settings: { name: 'a name\nof two lines' },
      access: { peer, keeper: { group: createGroup({ name: 'family', owner: identity }), addresses: [], tickets: [] } as any },
      voice: { state: { muted: false }, handOver: async () => { throw new Error('No microphone') }, useCall: (call: unknown) => { used.push(call) }, playback: {} } as any,
      chat: { add: () => {}, clear: () => {} },
      reactions: { clear: () => {}, show: () => {} },
      invitation: { clear: () => {}, forget: () => {} },
      problems: { leave: () => {}, report: () => {}, resolve: () => {} },
      signal: new AbortController().signal,
      emit: () => {},
      onEnd: () => {},
      onChange: () => {}
    })

    await expect(current.enter()).to.eventually.be.rejected.with.property('name', 'InvalidParametersError')
    expect(current.call).to.equal(undefined)
    expect(used).to.deep.equal([])

    await current.call?.leave()
    expect(other.state).to.equal('active')
    expect(calls.calls).to.deep.equal([other])
    await other.leave()
  })
})
