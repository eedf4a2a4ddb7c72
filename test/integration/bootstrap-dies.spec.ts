import { expect } from 'aegir/chai'
import { joinTogether, leaveAll, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('a call whose bootstrap peer has died', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  it('goes on: mute and chat travel over the data channels, without any libp2p connection', async () => {
    calls = await joinTogether(network, 3)
    const [a, b, c] = calls.map(({ call }) => call)
    await untilAllHear([a, b, c])
    await network.bootstrap.stop()
    calls.forEach(({ peer }) => { peer.getConnections().forEach(connection => { connection.abort(new Error('cut')) }) })

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
