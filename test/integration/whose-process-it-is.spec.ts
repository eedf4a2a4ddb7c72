import { generateKeyPair } from '@libp2p/crypto/keys'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { joinTogether, untilAllHear } from '../fixtures/calls.ts'
import { ALONE, createPlainPeer, RawMember, sessionKeyOf, untilClosed } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import type { SignalMessage, SignedPresence } from '../../src/signaling/messages.ts'

describe('the process that a presence names', () => {
  const scene = createScene()

  before(async () => {
    scene.calls = await joinTogether(scene.network, 2)
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  for (const type of ['secp256k1', 'RSA'] as const) {
    it(`can't be proven by a key that is ${type}: the stream is reset`, async () => {
      const { call } = scene.calls[0]
      const before = call.dropped['wrong-peer'] ?? 0
      const peer = await createPlainPeer(await generateKeyPair(type as 'secp256k1'))
      const { victim } = await RawMember.create(scene.network, scene.calls[0])
      const member = new RawMember(peer, await createIdentity(), victim)
      const stream = await member.open()
      await untilClosed(stream)

      expect(stream.status).to.equal('reset')
      expect(call.dropped['wrong-peer']).to.equal(before + 1)
      await peer.stop()
    })
  }

  it('can\'t be claimed by others: not a participant\'s, not the local process, not a stranger\'s', async () => {
    const [{ call }, other] = scene.calls
    const liar = await RawMember.create(scene.network, scene.calls[0])
    const owner = await RawMember.create(scene.network, scene.calls[0])

    for (const { peer } of [scene.calls[0], other, owner]) {
      const member = await RawMember.create(scene.network, scene.calls[0])
      const before = call.dropped.signature ?? 0
      await member.ask()
      const stream = await member.send(await member.frame(welcome(await liar.presence(0, sessionKeyOf(peer)))))
      await untilClosed(stream)

      expect(stream.status).to.equal('reset')
      expect(call.dropped.signature).to.equal(before + 1)
    }

    // its owner is heard as before
    await owner.ask()
    expect(call.participants.map(({ publicKey }) => publicKey)).to.deep.equal([other.call.publicKey])
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  function welcome (presence: SignedPresence): SignalMessage {
    return { type: 'welcome', presences: [presence], informed: [], state: ALONE }
  }
})
