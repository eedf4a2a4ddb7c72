import { expect } from 'aegir/chai'
import { LocalSession } from '../../src/signaling/index.ts'
import { ALONE } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'
import type { TestSession } from './fixtures/signaling-scene.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { SignedPresence } from '../../src/signaling/messages.ts'
import type { RawMember } from '../fixtures/raw-member.ts'

describe('presences that a message passes on', () => {
  let scene: SignalingScene
  let victim: TestSession
  let member: RawMember
  let other: RawMember

  beforeEach(async () => {
    scene = await SignalingScene.create()
    victim = await scene.createSession()
    member = await scene.createRaw(victim)
    other = await scene.createRaw(victim)
  })

  afterEach(async () => {
    await scene.stop()
  })

  const carriers: Array<[string, (presence: SignedPresence) => SignalMessage]> = [
    ['welcome', presence => ({ type: 'welcome', presences: [presence], informed: [], state: ALONE })],
    ['knock', presence => ({ type: 'knock', presence })]
  ]

  carriers.forEach(([type, carry]) => {
    it(`${type}: is bad as a whole if one has a wrong signature, and the path is closed`, async () => {
      const forged: Array<[string, SignedPresence]> = [
        ['of somebody else', await other.presence()],
        ['of the local identity in a higher session', { ...victim.signaling.presence, session: 'f'.repeat(32) }],
        ['of the local session', victim.signaling.presence]
      ]

      for (const [what, presence] of forged) {
        const attacker = await scene.createRaw(victim)
        const bad = { ...presence, signed: { ...presence.signed, signature: new Uint8Array(64) } }
        const before = victim.signaling.dropped.signature ?? 0
        await attacker.send(await attacker.frame({ type: 'join', state: ALONE }))
        const stream = await attacker.send(await attacker.frame(carry(bad)))
        await settled()

        expect(victim.signaling.dropped.signature, what).to.equal(before + 1)
        expect(stream.status, what).to.equal('reset')
        expect(messagesFrom(victim, attacker.identity.publicKey, carry(bad).type), what).to.deep.equal([])
      }
    })
  })

  it('is bad when the wrong one is stale, or repeats what was verified before with another signature', async () => {
    const newer = other.again()
    await newer.send(await newer.frame({ type: 'join', state: ALONE }))
    await settled()

    for (const presence of [await other.presence(), await newer.presence()]) {
      const attacker = await scene.createRaw(victim)
      const bad = { ...presence, signed: { ...presence.signed, signature: new Uint8Array(64) } }
      const before = victim.signaling.dropped.signature ?? 0
      await attacker.send(await attacker.frame(carriers[0][1](bad)))
      await settled()

      expect(victim.signaling.dropped.signature).to.equal(before + 1)
      expect(messagesFrom(victim, attacker.identity.publicKey)).to.deep.equal([])
    }
  })

  it('is held against its signer if it came through another member', async () => {
    const stream = await member.send(await member.frame({ type: 'join', state: ALONE }))
    const carried = await other.send(await other.frame({ type: 'join', state: ALONE }))
    const bad = { ...victim.signaling.presence, signed: { ...victim.signaling.presence.signed, signature: new Uint8Array(64) } }

    for (let offence = 1; offence <= 3; offence++) {
      // as a carrier forwards it
      await member.send(await other.frame(carriers[0][1](bad)))
    }

    await settled()
    expect(victim.signaling.dropped.signature).to.equal(3)
    expect([stream.status, carried.status]).to.deep.equal(['open', 'reset'])
  })

  it('of the local identity reach the receiver when they are signed by it', async () => {
    const elsewhere = await scene.createSession({ identity: victim.identity })
    await member.send(await member.frame(carriers[0][1](elsewhere.signaling.presence)))
    await settled()

    const [welcome] = messagesFrom(victim, member.identity.publicKey, 'welcome') as Array<SignalMessage & { type: 'welcome' }>
    expect(welcome.presences.map(({ session }) => session)).to.deep.equal([elsewhere.session.id])
  })
})

describe('two sessions of one identity', () => {
  let scene: SignalingScene

  beforeEach(async () => {
    scene = await SignalingScene.create()
  })

  afterEach(async () => {
    await scene.stop()
  })

  it('meet in both directions: each can be known, answered and sent to', async () => {
    const older = await scene.createSession({ session: new LocalSession(1) })
    const newer = await scene.createSession({ identity: older.identity, session: new LocalSession(2) })

    for (const [from, to] of [[older, newer], [newer, older]]) {
      await from.signaling.introduce({ id: to.node.peerId, multiaddrs: to.node.addresses }, { type: 'join', state: ALONE })
      await settled()
      const [{ presence, message }] = to.received.splice(0)
      expect([presence.session, message.type]).to.deep.equal([from.session.id, 'join'])

      to.signaling.send(presence, { type: 'refuse', reason: 'full' })
      await settled()
      expect(from.received.splice(0).map(({ presence, message }) => [presence.session, message.type])).to.deep.equal([[to.session.id, 'refuse']])
    }
  })
})
