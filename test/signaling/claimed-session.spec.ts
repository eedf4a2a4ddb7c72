import { expect } from 'aegir/chai'
import { ALONE, OFFER } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'
import type { TestSession } from './fixtures/signaling-scene.ts'
import type { RawMember } from '../fixtures/raw-member.ts'

describe('a newer session that another member has reported', () => {
  let scene: SignalingScene
  let victim: TestSession
  let teller: RawMember
  let older: RawMember
  let newer: RawMember

  beforeEach(async () => {
    scene = await SignalingScene.create()
    victim = await scene.createSession()
    teller = await scene.createRaw(victim)
    older = await scene.createRaw(victim)
    newer = older.again()
    expect(newer.session > older.session).to.equal(true)
    await older.send(await older.frame({ type: 'join', state: ALONE }))
    await teller.send(await teller.frame({ type: 'welcome', presences: [await newer.presence()], informed: [], state: ALONE }))
    await settled()
  })

  afterEach(async () => {
    await scene.stop()
  })

  it('doesn\'t replace the one that was met', async () => {
    await older.send(await older.frame({ type: 'restart', fresh: false }))
    await settled()
    expect(messagesFrom(victim, older.identity.publicKey, 'restart')).to.have.lengthOf(1)
    expect(victim.signaling.dropped).to.deep.equal({})
  })

  it('replaces it as soon as a message of its own comes, for good', async () => {
    await newer.send(await newer.frame(OFFER))
    await older.send(await older.frame({ type: 'restart', fresh: false }))
    await teller.send(await teller.frame({ type: 'welcome', presences: [await older.presence()], informed: [], state: ALONE }))
    await older.send(await older.frame({ type: 'restart', fresh: false }))
    await settled()

    expect(messagesFrom(victim, older.identity.publicKey).map(({ type }) => type)).to.deep.equal(['join', 'offer'])
    expect(victim.signaling.dropped).to.deep.equal({ 'wrong-session': 2 })
  })

  it('is not met by a message to another session of the local process, nor by a join that somebody else passes on', async () => {
    await newer.send(await newer.frame({ type: 'welcome', presences: [], informed: [], state: ALONE }, { recipientSession: '1'.repeat(32) }))
    await teller.send(await newer.frame({ type: 'join', state: ALONE }))
    await settled()
    expect(victim.signaling.dropped).to.deep.equal({ 'wrong-session': 1, 'wrong-peer': 1 })

    await older.send(await older.frame({ type: 'restart', fresh: false }))
    await settled()
    expect(messagesFrom(victim, older.identity.publicKey, 'restart')).to.have.lengthOf(1)
  })

  it('doesn\'t come back once it is forgotten, while the older one stays', async () => {
    victim.signaling.forget(await newer.presence())
    await newer.send(await newer.frame({ type: 'join', state: ALONE }))
    await settled()
    expect(victim.signaling.dropped).to.deep.equal({ 'wrong-session': 1 })

    await older.send(await older.frame({ type: 'restart', fresh: false }))
    await settled()
    expect(messagesFrom(victim, older.identity.publicKey, 'restart')).to.have.lengthOf(1)
  })
})
