import { generateKeyPair } from '@libp2p/crypto/keys'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { ALONE, createPlainPeer, RawMember, sessionKeyOf } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import type { ProtocolInput } from '../../src/call/protocol/types.ts'
import type { SignalMessage, SignedPresence } from '../../src/signaling/messages.ts'
import type { Stream } from '@libp2p/interface'

describe('whose process it is', () => {
  const scene = createScene()

  before(async () => {
    scene.calls = await joinTogether(scene.network, 2)
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  for (const type of ['secp256k1', 'RSA'] as const) {
    it(`cannot be told by a key that is ${type}: the stream is reset`, async () => {
      const { call } = scene.calls[0]
      const before = call.dropped['wrong-peer'] ?? 0
      const peer = await createPlainPeer(await generateKeyPair(type as 'secp256k1'))
      const { victim } = await RawMember.create(scene.network, scene.calls[0])
      const member = new RawMember(peer, await createIdentity(), victim)
      const stream = await member.open()
      await ended(stream)

      expect(stream.status).to.equal('reset')
      expect(call.dropped['wrong-peer']).to.equal(before + 1)
      await peer.stop()
    })
  }

  it('is not another participant\'s because somebody says so, and not one\'s own', async () => {
    const [{ call }, other] = scene.calls
    const member = await RawMember.create(scene.network, scene.calls[0])
    const liar = await RawMember.create(scene.network, scene.calls[0])
    await member.ask()

    for (const [sessionKey, reason] of [[sessionKeyOf(scene.calls[0].peer), 'own-key'], [sessionKeyOf(other.peer), 'wrong-peer']] as const) {
      const before = call.dropped[reason] ?? 0
      await member.send(await member.frame(welcome(await liar.presence(0, sessionKey))))
      await member.ask()

      expect(call.dropped[reason]).to.equal(before + 1)
    }

    expect(call.participants.map(({ publicKey }) => publicKey)).to.deep.equal([other.call.publicKey])
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  it('is whoever proves it, though somebody else has said that it is theirs', async () => {
    const { call } = scene.calls[0]
    const owner = await RawMember.create(scene.network, scene.calls[0])
    const liar = await RawMember.create(scene.network, scene.calls[0])
    await liar.ask()
    await liar.send(await liar.frame(welcome(await liar.again().presence(0, sessionKeyOf(owner.peer)))))
    await untilCall(call, 'participant:join', () => call.participants.some(({ publicKey }) => publicKey === liar.identity.publicKey))

    const own = await owner.ask()
    const left = untilCall(call, 'participant:leave', () => call.participants.every(({ publicKey }) => publicKey !== liar.identity.publicKey))
    lose(liar.identity.publicKey)
    await left

    // what is closed of the liar's is not the owner's
    await owner.ask()
    expect(own.writeStatus).to.equal('writable')
  })

  /** As if it could not be reached for too long */
  function lose (publicKey: string): void {
    const call = scene.calls[0].call as unknown as { feed(input: ProtocolInput): void }
    call.feed({ type: 'goodbye', publicKey })
  }

  function welcome (presence: SignedPresence): SignalMessage {
    return { type: 'welcome', presences: [presence], informed: [], state: ALONE }
  }

  async function ended (stream: Stream): Promise<void> {
    if (stream.status === 'open') {
      await new Promise<void>(resolve => { stream.addEventListener('close', () => { resolve() }, { once: true }) })
    }
  }
})
