import { expect } from 'aegir/chai'
import { counterOf, LocalSession } from '../../src/signaling/index.ts'
import { MESSAGE_BURST } from '../../src/signaling/limits.ts'
import { createSession } from '../../src/signaling/local-session.ts'
import { useFakeDate } from '../fixtures/fake-timers.ts'
import { ALONE, RawMember, sendFrame } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'
import type { TestSession } from './fixtures/signaling-scene.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'

const JOIN: SignalMessage = { type: 'join', state: ALONE }

describe('a session whose identity has a newer one', () => {
  let scene: SignalingScene
  let member: TestSession

  beforeEach(async () => {
    scene = await SignalingScene.create()
    member = await scene.createSession()
  })

  afterEach(async () => {
    await scene.stop()
  })

  const ask = async (session: TestSession, message: SignalMessage = JOIN): Promise<void> => {
    await session.signaling.introduce({ id: member.node.peerId, multiaddrs: member.node.addresses }, message)
    await settled()
  }

  it('may look all the same, and makes nothing stale by that', async () => {
    const inCall = await scene.createSession({ session: new LocalSession(5) })
    await ask(inCall)

    for (const counter of [1, 9]) {
      const looker = await scene.createSession({ identity: inCall.identity, session: new LocalSession(counter) })
      await ask(looker, { type: 'look' })
      expect(member.received.at(-1)).to.have.nested.property('presence.session', looker.session.id)
    }

    await ask(inCall)
    expect(member.received.at(-1)).to.have.nested.property('presence.session', inCall.session.id)
    expect(member.signaling.dropped).to.deep.equal({})
  })

  ;[false, true].forEach(left => {
    it(`is shown it, and renews itself above it${left ? ', though that has left' : ''}`, async () => {
      const newer = await scene.createSession({ session: new LocalSession(700) })
      await ask(newer)

      if (left) {
        member.signaling.forget(newer.signaling.presence)
      }

      const older = await scene.createSession({ identity: newer.identity, session: new LocalSession(5) })

      await ask(older)
      const [{ presence, message: stale }] = older.received.splice(0)
      expect(presence.publicKey).to.equal(member.identity.publicKey)
      expect(stale).to.have.property('type', 'stale')
      expect(stale).to.have.nested.property('presence.session', newer.session.id)

      expect(member.received.map(({ presence }) => presence.session)).to.deep.equal([newer.session.id])

      older.session.renew(newer.session.id)
      await older.signaling.renewSession()
      expect(counterOf(older.signaling.session)).to.equal(701)
      await ask(older)
      expect(member.received.at(-1)?.presence.session).to.equal(older.session.id)
      expect(member.signaling.dropped).to.deep.equal({ 'wrong-session': 1 })

      // messages to what it was before are still on their way, and no offence
      member.signaling.send({ ...older.signaling.presence, session: createSession(5) }, { type: 'refuse', reason: 'full' })
      await settled()
      expect(older.signaling.dropped).to.deep.equal({ 'wrong-session': 1 })
    })
  })

  it('is shown it only as often as it may send messages', async () => {
    const newer = await scene.createSession({ session: new LocalSession(700) })
    await ask(newer)
    const older = new RawMember(await scene.network.createNode(), newer.identity, (await scene.createRaw(member)).victim, createSession(5))
    const stream = await older.open()
    let answers = 0
    stream.addEventListener('message', () => { answers++ })

    // nothing refills the bucket
    const clock = useFakeDate()

    try {
      for (let asked = 0; asked < 2 * MESSAGE_BURST && sendFrame(stream, await older.frame(JOIN)); asked++) {
        await settled()
      }
    } finally {
      clock.restore()
    }

    expect(stream.status).to.equal('reset')
    expect(answers).to.be.within(MESSAGE_BURST - 1, 2 * MESSAGE_BURST - 3)
    expect(member.signaling.dropped.rate).to.equal(3)
  })

  it('isn\'t shown it when another member passes its request on', async () => {
    const newer = await scene.createSession({ session: new LocalSession(700) })
    await ask(newer)
    const carrier = await scene.createRaw(member)
    const older = new RawMember(await scene.network.createNode(), newer.identity, carrier.victim, createSession(5))
    const stream = await carrier.send(await carrier.frame(JOIN))
    let answers = 0
    stream.addEventListener('message', () => { answers++ })
    await carrier.send(await older.frame(JOIN))
    await settled()

    expect(answers).to.equal(0)
    expect(member.signaling.dropped).to.deep.equal({ 'wrong-peer': 1 })
  })

  it('rejects another member\'s, an older, its own, or a forged presence', async () => {
    const other = await scene.createRaw(member)
    const own = member.signaling.presence
    const older = new RawMember(await scene.network.createNode(), member.identity, other.victim, createSession(5))
    const cases: Array<[string, Parameters<typeof other.frame>[0]]> = [
      ['unexpected', { type: 'stale', presence: await other.presence() }],
      ['unexpected', { type: 'stale', presence: await older.presence() }],
      ['unexpected', { type: 'stale', presence: own }],
      ['signature', { type: 'stale', presence: { ...own, session: 'f'.repeat(32), signed: { ...own.signed, signature: new Uint8Array(64) } } }]
    ]

    for (const [reason, message] of cases) {
      const before = member.signaling.dropped[reason as 'signature'] ?? 0
      const attacker = await scene.createRaw(member)
      await attacker.send(await attacker.frame(message))
      await settled()
      expect(member.signaling.dropped[reason as 'signature']).to.equal(before + 1)
      expect(messagesFrom(member, attacker.identity.publicKey)).to.deep.equal([])
    }
  })
})
