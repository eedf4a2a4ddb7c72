import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import { lpStream } from '@libp2p/utils'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { deriveGroupKeys } from '../../src/group/index.ts'
import { sealEnvelope, signPresence } from '../../src/signaling/envelope.ts'
import { createSession } from '../../src/signaling/session.ts'
import { joinTogether, leaveAll, untilAllHear } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { Identity } from '../../keys/index.ts'
import type { CallPeer } from '../../src/index.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { Envelope } from '../../src/signaling/messages.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

const STATE = { muted: false, listening: false, name: '', participants: 1 }

describe('bad signaling', () => {
  let network: TestNetwork
  let calls: TestCall[] = []
  let stranger: { peer: CallPeer, identity: Identity }

  before(async () => {
    network = await createTestNetwork()
    calls = await joinTogether(network, 2)
    await untilAllHear(calls.map(({ call }) => call))
    stranger = await network.createPeer()
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  const cases: Array<[string, () => Promise<Uint8Array>, string]> = [
    ['random bytes', async () => new Uint8Array(200).fill(5), 'seal'],
    ['too short to be sealed', async () => new Uint8Array(3), 'seal'],
    ['larger than a frame may be', async () => new Uint8Array(20_000), 'malformed'],
    ['sealed for another epoch', async () => frame({ type: 'join', state: STATE }, {}, 1), 'seal'],
    ['signed by somebody else', async () => frame({ type: 'join', state: STATE }, { sender: 'a'.repeat(64) }), 'signature'],
    ['from another session key than Noise proved', async () => frame({ type: 'join', state: STATE }, { senderSessionKey: new Uint8Array(32).fill(3) }), 'wrong-peer'],
    ['an offer to a session that is over', async () => frame({ type: 'restart' }, { recipient: calls[0].call.publicKey, recipientSession: '0'.repeat(32) }), 'wrong-session'],
    ['of a session that nobody introduced', async () => frame({ type: 'restart' }, { introduction: undefined, recipient: calls[0].call.publicKey, recipientSession: sessionOf(0) }), 'unknown-sender'],
    ['of one\'s own session', async () => frame({ type: 'join', state: STATE }, { sender: calls[0].call.publicKey, senderSession: sessionOf(0) }), 'own-key']
  ]

  for (const [what, make, reason] of cases) {
    it(`${what}: is counted, its stream reset, and the call goes on`, async () => {
      const before = count(reason)
      await send(await make())
      expect(count(reason)).to.equal(before + 1)
      expect(participantCounts()).to.deep.equal([1, 1])
    })
  }

  it('never makes a connection, and the two still hear each other', async () => {
    expect(calls.map(({ call }) => call.participants.map(({ linkState }) => linkState))).to.deep.equal([['connected'], ['connected']])
    await untilAllHear(calls.map(({ call }) => call))
  })

  function participantCounts (): number[] {
    return calls.map(({ call }) => call.participants.length)
  }

  function count (reason: string): number {
    return calls[0].call.dropped[reason] ?? 0
  }

  function sessionOf (index: number): string {
    return calls[1 - index].call.participants[0].session
  }

  function victimKey (): Uint8Array {
    return (calls[0].peer.peerId.publicKey as ReturnType<typeof publicKeyFromRaw>).raw
  }

  /** Resolves when the stream was reset */
  async function send (bytes: Uint8Array): Promise<void> {
    const protocol = `/groupcall/signal/1.0.0/${deriveGroupKeys(calls[0].call.group).signalName(victimKey())}`
    const connection = await stranger.peer.dial(calls[0].peer.getMultiaddrs())
    const stream = await connection.newStream(protocol)
    const closed = new Promise<void>(resolve => { stream.addEventListener('close', () => { resolve() }, { once: true }) })
    await lpStream(stream).write(bytes)
    await closed
  }

  async function frame (message: SignalMessage, change: Partial<Envelope> = {}, epoch = 0): Promise<Uint8Array> {
    const { group } = calls[0].call
    const keys = deriveGroupKeys({ ...group, epoch })
    const session = createSession()
    const sessionKey = (stranger.peer.peerId.publicKey as ReturnType<typeof publicKeyFromRaw>).raw
    const introduction = await signPresence({ publicKey: stranger.identity.publicKey, session, sessionKey, addresses: [], name: '' }, stranger.identity, keys)

    return sealEnvelope({
      callId: calls[0].call.callId,
      sender: stranger.identity.publicKey,
      senderSession: session,
      senderSessionKey: sessionKey,
      recipientSessionKey: victimKey(),
      sequence: 1n,
      introduction,
      message,
      ...change
    }, change.sender == null ? stranger.identity : await createIdentity(), keys)
  }
})
