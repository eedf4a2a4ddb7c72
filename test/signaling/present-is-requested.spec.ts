import { expect } from 'aegir/chai'
import { ALONE } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'
import type { TestSession } from './fixtures/signaling-scene.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { RawMember } from '../fixtures/raw-member.ts'

describe('a message that tells who is in the call', () => {
  let scene: SignalingScene
  let victim: TestSession
  let member: RawMember
  let invented: RawMember

  beforeEach(async () => {
    scene = await SignalingScene.create()
    victim = await scene.createSession()
    member = await scene.createRaw(victim)
    invented = await scene.createRaw(victim)
    await member.send(await member.frame({ type: 'join', state: ALONE }))
    await settled()
  })

  afterEach(async () => {
    await scene.stop()
  })

  it('is dropped, and nobody in it is learned, unless it was asked for', async () => {
    await tell('present')
    expect(messagesFrom(victim, member.identity.publicKey, 'present')).to.deep.equal([])
    expect(victim.signaling.dropped).to.deep.equal({ unexpected: 1 })
    await speak()
    expect(victim.signaling.dropped).to.deep.equal({ unexpected: 1, 'unknown-sender': 1 })
  })

  it('is taken once for each question', async () => {
    for (let question = 1; question <= 2; question++) {
      victim.signaling.send(await member.presence(), { type: 'look' })
    }

    await settled()

    for (let answer = 1; answer <= 3; answer++) {
      await tell('present')
    }

    expect(messagesFrom(victim, member.identity.publicKey, 'present')).to.have.lengthOf(2)
    expect(victim.signaling.dropped).to.deep.equal({ unexpected: 1 })
  })

  it('introduces nobody, even when it was asked for', async () => {
    victim.signaling.send(await member.presence(), { type: 'look' })
    await settled()
    await tell('present')
    expect((messagesFrom(victim, member.identity.publicKey, 'present')[0] as SignalMessage & { type: 'present' }).presences).to.have.lengthOf(1)
    await speak()
    expect(victim.signaling.dropped).to.deep.equal({ 'unknown-sender': 1 })
  })

  it('does so as a welcome', async () => {
    await tell('welcome')
    await speak()
    expect(messagesFrom(victim, invented.identity.publicKey, 'restart')).to.have.lengthOf(1)
  })

  async function tell (type: 'present' | 'welcome'): Promise<void> {
    const presences = [await invented.presence()]
    await member.send(await member.frame(type === 'present' ? { type, presences } : { type, presences, informed: [], state: ALONE }))
    await settled()
  }

  /** A message of the invented participant, which doesn't introduce it */
  async function speak (): Promise<void> {
    await member.send(await invented.frame({ type: 'restart', fresh: false }, { introduction: undefined }))
    await settled()
  }
})

describe('a members-only group', () => {
  it('learns nobody but members, and only from members', async () => {
    const scene = await SignalingScene.create()
    const members: string[] = []
    const victim = await scene.createSession({ isMember: publicKey => members.includes(publicKey) })
    const [member, outsider, other] = await Promise.all([0, 1, 2].map(async () => scene.createRaw(victim)))
    members.push(member.identity.publicKey, other.identity.publicKey)
    const welcome = async (): Promise<SignalMessage> => ({ type: 'welcome', presences: await Promise.all([outsider, other].map(async raw => raw.presence())), informed: [], state: ALONE })
    const told = (by: RawMember): string[] => messagesFrom(victim, by.identity.publicKey, 'welcome').flatMap(message => (message as SignalMessage & { type: 'welcome' }).presences.map(({ publicKey }) => publicKey))

    try {
      await outsider.send(await outsider.frame(await welcome()))
      await settled()
      // it has spoken, so it is known itself
      expect(told(outsider)).to.deep.equal([outsider.identity.publicKey])

      await member.send(await member.frame(await welcome()))
      await settled()
      expect(told(member)).to.include(other.identity.publicKey)
      expect(victim.signaling.dropped).to.deep.equal({})

      // what an outsider says comes from itself alone
      const another = await scene.createRaw(victim)
      await member.send(await another.frame({ type: 'welcome', presences: [], informed: [], state: ALONE }))
      await settled()
      expect(victim.signaling.dropped).to.deep.equal({ 'too-many-sessions': 1 })
    } finally {
      await scene.stop()
    }
  })
})
