import { expect } from 'aegir/chai'
import { toString } from 'uint8arrays/to-string'
import { joinTogether, untilAllHear } from '../fixtures/calls.ts'
import { captureLogs } from '../fixtures/capture-logs.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import type { RefuseReason, SignalMessage } from '../../src/signaling/index.ts'

/** Stands in what is sent, and so must not stand in any log */
const MARK = '§mark§'
const CHAT: SignalMessage = { type: 'chat', text: MARK }

describe('bad signaling', () => {
  const logged: string[] = []
  const scene = createScene({ logger: captureLogs(logged) })
  let stranger: RawMember

  before(async () => {
    scene.calls = await joinTogether(scene.network, 2)
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  const bytes: Array<[string, Uint8Array]> = [
    ['a length that never ends', new Uint8Array(1_000).fill(0x80)],
    ['a length that is spelled longer than it has to be', Uint8Array.of(0x81, 0x80, 0x00)],
    ['a length of 0', Uint8Array.of(0)],
    ['a length over 16 KiB', Uint8Array.of(0x81, 0x80, 0x01)],
    ['a length of 2 GiB', Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x08)]
  ]

  bytes.forEach(([what, sent]) => {
    it(`${what}: is counted, its stream reset without a word, and the call goes on`, async () => {
      await expectDropped('malformed', async () => stranger.sendBytesAndBeReset(sent))
    })
  })

  const cases: Array<[string, () => Promise<Uint8Array>, string]> = [
    ['random bytes', async () => new Uint8Array(200).fill(5), 'seal'],
    ['too short to be sealed', async () => new Uint8Array(3), 'seal'],
    ['larger than a frame may be', async () => new Uint8Array(20_000), 'malformed'],
    ['with bytes behind its content', async () => stranger.changed(CHAT, content => Uint8Array.of(...content, 0)), 'malformed'],
    ['with a field that nobody knows', async () => stranger.changed(CHAT, content => Uint8Array.of(...content, 0xf8, 0x3f, 1)), 'malformed'],
    ['cut short within its seal', async () => stranger.changed(CHAT, content => content.subarray(0, -3)), 'malformed'],
    ['with a text that is not UTF-8', async () => stranger.changed(CHAT, content => content.map(byte => byte === MARK.charCodeAt(0) ? 0xff : byte)), 'malformed'],
    ['with a reason that nobody knows', async () => stranger.frame({ type: 'refuse', reason: MARK as RefuseReason }), 'malformed'],
    ['with two messages in one', async () => stranger.changed(CHAT, content => Uint8Array.of(...content, 0xda, 0x01, 0)), 'malformed'],
    ['with no message in it', async () => stranger.changed({ type: 'look' }, content => content.subarray(0, -3)), 'malformed'],
    ['with a bit of its seal turned', async () => turned(await stranger.frame(CHAT), -1), 'seal'],
    ['with a bit of its text turned', async () => turned(await stranger.frame(CHAT), 40), 'seal'],
    ['sealed for another epoch', async () => stranger.frame({ type: 'join', state: ALONE }, {}, 1), 'seal'],
    ['signed by somebody else', async () => stranger.frame({ type: 'join', state: ALONE }, { sender: 'a'.repeat(64) }), 'signature'],
    ['from another session key than Noise proved', async () => stranger.frame({ type: 'join', state: ALONE }, { senderSessionKey: new Uint8Array(32).fill(3) }), 'wrong-peer'],
    ['an offer to a session that is over', async () => stranger.frame({ type: 'restart', fresh: false }, { recipient: victim(), recipientSession: '0'.repeat(32) }), 'wrong-session'],
    ['of a session that nobody introduced', async () => stranger.frame({ type: 'restart', fresh: false }, { introduction: undefined, recipient: victim(), recipientSession: victimSession() }), 'unknown-sender'],
    ['of one\'s own session', async () => stranger.frame({ type: 'join', state: ALONE }, { sender: victim(), senderSession: victimSession() }), 'own-key']
  ]

  cases.forEach(([what, make, reason]) => {
    it(`${what}: is counted, its stream reset without a word, and the call goes on`, async () => {
      await expectDropped(reason, async () => stranger.sendAndBeReset(await make()))
    })
  })

  it('isn\'t even read from a peer that keeps sending it', async () => {
    stranger = await RawMember.create(scene.network, scene.calls[0])

    for (let i = 0; i < 3; i++) {
      await stranger.sendAndBeReset(new Uint8Array(100))
    }

    const before = [count('seal'), count('ignored')]
    await stranger.sendAndBeReset(new Uint8Array(100))
    expect([count('seal'), count('ignored')]).to.deep.equal([before[0], before[1] + 1])
  })

  it('is in no log, in whatever spelling', async () => {
    await expectDropped('malformed', async () => stranger.sendAndBeReset(await stranger.changed(CHAT, content => Uint8Array.of(...content, 0))))
    const bytes = new TextEncoder().encode(MARK)
    const spellings = [MARK, toString(bytes, 'base16'), [...bytes].join(', '), [...bytes].map(byte => byte.toString(16)).join(' ')]

    expect(logged.some(line => line.includes('malformed'))).to.equal(true)
    expect(logged.filter(line => spellings.some(spelling => line.includes(spelling)))).to.deep.equal([])
  })

  it('never makes a connection, and the two still hear each other', async () => {
    expect(scene.calls.map(({ call }) => call.participants.map(({ linkState }) => linkState))).to.deep.equal([['connected'], ['connected']])
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  /** One that has failed three times would be ignored, so each is another one */
  async function expectDropped (reason: string, send: () => Promise<number>): Promise<void> {
    stranger = await RawMember.create(scene.network, scene.calls[0])
    const before = count(reason)

    expect(await send()).to.equal(0)
    expect(count(reason)).to.equal(before + 1)
    expect(scene.calls.map(({ call }) => call.participants.length)).to.deep.equal([1, 1])
  }

  function turned (frame: Uint8Array, at: number): Uint8Array {
    const bytes = frame.slice()
    bytes[(at + bytes.length) % bytes.length] ^= 1

    return bytes
  }

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
