import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { Link } from '../../src/link/index.ts'
import { createPeerConnection } from '../../src/webrtc/index.ts'

describe('two links', () => {
  it('connect, exchange bytes, and close when either says goodbye', async () => {
    const [higher, lower] = ['b', 'a'].map(digit => new Link({
      participant: digit.repeat(64),
      initiator: digit === 'b',
      connection: createPeerConnection(),
      log: defaultLogger().forComponent('groupcall:test')
    }))
    pipe(higher, lower)
    pipe(lower, higher)
    expect(higher.send(Uint8Array.of(1))).to.equal(false)

    const open = Promise.all([higher, lower].map(async link => pEvent(link, 'channel', { timeout: 10_000 })))
    higher.start()
    lower.start()
    await open
    expect([higher.state, lower.state]).to.deep.equal(['connected', 'connected'])
    expect(higher.remoteSessionId).to.be.a('bigint')

    const received = Promise.all([higher, lower].map(async link => pEvent<'message', CustomEvent<Uint8Array>>(link, 'message', { timeout: 10_000 })))
    // a view of something larger
    expect(higher.send(Uint8Array.of(0, 1, 2, 3).subarray(1, 3))).to.equal(true)
    expect(lower.send(Uint8Array.of(4))).to.equal(true)
    expect((await received).map(({ detail }) => [...detail])).to.deep.equal([[4], [1, 2]])

    const goodbye = pEvent(lower, 'goodbye', { timeout: 10_000 })
    expect(higher.sayGoodbye()).to.equal(true)
    await goodbye
    higher.close()
    lower.close()
    await Promise.all([higher.closed(), lower.closed()])
    expect([higher, lower].map(({ connection }) => connection.connectionState)).to.deep.equal(['closed', 'closed'])
  })
})

function pipe (from: Link, to: Link): void {
  from.addEventListener('description', ({ detail }) => { to.handleDescription(detail) })
  from.addEventListener('candidates', ({ detail: { candidates, usernameFragment } }) => {
    candidates.forEach(candidate => { to.handleCandidate(candidate, usernameFragment) })
  })
}
