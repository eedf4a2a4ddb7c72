import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'

describe('a call whose bootstrap peer has died', () => {
  const scene = createScene()

  it('goes on: mute and chat travel over the data channels, without any libp2p connection', async () => {
    scene.calls = await joinTogether(scene.network, 3)
    const [a, b, c] = scene.calls.map(({ call }) => call)
    await untilAllHear([a, b, c])
    await scene.network.bootstrap.stop()
    scene.calls.forEach(({ peer }) => { peer.getConnections().forEach(connection => { connection.abort(new Error('cut')) }) })

    const heard = Promise.all([b, c].map(async call => new Promise<string>(resolve => {
      call.addEventListener('message', ({ detail: { text } }) => { resolve(text) }, { once: true })
    })))
    a.mute()
    a.sendMessage('still here?')
    await Promise.all([b, c].map(async call => untilCall(call, 'participant:update', () => call.participants.some(({ publicKey, muted }) => publicKey === a.publicKey && muted))))

    expect(await heard).to.deep.equal(['still here?', 'still here?'])
    expect([a, b, c].map(call => call.participants.map(({ linkState }) => linkState))).to.deep.equal([a, b, c].map(() => ['connected', 'connected']))
  })
})
