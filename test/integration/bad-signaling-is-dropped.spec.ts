import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear } from '../fixtures/calls.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'

describe('bad signaling', () => {
  const scene = createScene()
  let stranger: RawMember

  before(async () => {
    scene.calls = await joinTogether(scene.network, 2)
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  const cases: Array<[string, () => Promise<Uint8Array>, string]> = [
    ['random bytes', async () => new Uint8Array(200).fill(5), 'seal'],
    ['too short to be sealed', async () => new Uint8Array(3), 'seal'],
    ['larger than a frame may be', async () => new Uint8Array(20_000), 'malformed'],
    ['sealed for another epoch', async () => stranger.frame({ type: 'join', state: ALONE }, {}, 1), 'seal'],
    ['signed by somebody else', async () => stranger.frame({ type: 'join', state: ALONE }, { sender: 'a'.repeat(64) }), 'signature'],
    ['from another session key than Noise proved', async () => stranger.frame({ type: 'join', state: ALONE }, { senderSessionKey: new Uint8Array(32).fill(3) }), 'wrong-peer'],
    ['an offer to a session that is over', async () => stranger.frame({ type: 'restart' }, { recipient: victim(), recipientSession: '0'.repeat(32) }), 'wrong-session'],
    ['of a session that nobody introduced', async () => stranger.frame({ type: 'restart' }, { introduction: undefined, recipient: victim(), recipientSession: victimSession() }), 'unknown-sender'],
    ['of one\'s own session', async () => stranger.frame({ type: 'join', state: ALONE }, { sender: victim(), senderSession: victimSession() }), 'own-key']
  ]

  cases.forEach(([what, make, reason]) => {
    it(`${what}: is counted, its stream reset, and the call goes on`, async () => {
      // one that has failed three times would be ignored
      stranger = await RawMember.create(scene.network, scene.calls[0])
      const before = count(reason)
      await stranger.sendAndBeReset(await make())
      expect(count(reason)).to.equal(before + 1)
      expect(scene.calls.map(({ call }) => call.participants.length)).to.deep.equal([1, 1])
    })
  })

  it('of one who keeps sending it is not even looked at', async () => {
    stranger = await RawMember.create(scene.network, scene.calls[0])

    for (let i = 0; i < 3; i++) {
      await stranger.sendAndBeReset(new Uint8Array(100))
    }

    const before = [count('seal'), count('ignored')]
    await stranger.sendAndBeReset(new Uint8Array(100))
    expect([count('seal'), count('ignored')]).to.deep.equal([before[0], before[1] + 1])
  })

  it('never makes a connection, and the two still hear each other', async () => {
    expect(scene.calls.map(({ call }) => call.participants.map(({ linkState }) => linkState))).to.deep.equal([['connected'], ['connected']])
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  function count (reason: string): number {
    return scene.calls[0].call.dropped[reason] ?? 0
  }

  function victim (): string {
    return scene.calls[0].call.publicKey
  }

  function victimSession (): string {
    return scene.calls[1].call.participants[0].session
  }
})
