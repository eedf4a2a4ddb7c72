import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'

describe('eight who join at the same moment', () => {
  const scene = createScene()

  it('hear each other over seven links each', async () => {
    scene.calls = await joinTogether(scene.network, 8)
    await untilAllHear(scene.calls.map(({ call }) => call))

    expect(scene.calls.map(({ call }) => call.participants.filter(({ linkState }) => linkState === 'connected').length)).to.deep.equal([7, 7, 7, 7, 7, 7, 7, 7])
    expect(new Set(scene.calls.map(({ call }) => call.callId)).size).to.equal(1)
    expect(new Set(scene.calls.map(({ call }) => call.safetyCode)).size).to.equal(1)
  })
})
