import { expect } from 'aegir/chai'
import { BadMessageError } from '../../src/signaling/index.ts'
import { ALONE } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'
import type { TestSession } from './fixtures/signaling-scene.ts'
import type { RawMember } from '../fixtures/raw-member.ts'
import type { Stream } from '@libp2p/interface'

describe('a message that the receiver refuses', () => {
  let scene: SignalingScene
  let victim: TestSession
  let member: RawMember
  let stream: Stream

  beforeEach(async () => {
    scene = await SignalingScene.create()
    victim = await scene.createSession()
    member = await scene.createRaw(victim)
    stream = await member.send(await member.frame({ type: 'join', state: ALONE }))
    await settled()
    expect(messagesFrom(victim, member.identity.publicKey, 'join')).to.have.lengthOf(1)
  })

  afterEach(async () => {
    await scene.stop()
  })

  it('is counted by its reason, and the third closes the path that it came over', async () => {
    victim.receive = () => { throw new BadMessageError('not-a-member') }

    for (let offence = 1; offence <= 3; offence++) {
      expect(stream.status).to.equal('open')
      await member.send(await member.frame({ type: 'restart', fresh: false }))
      await settled()
      expect(victim.signaling.dropped).to.deep.equal({ 'not-a-member': offence })
    }

    expect(stream.status).to.equal('reset')
  })

  it('is only counted if it isn\'t a violation', async () => {
    victim.receive = () => { throw new BadMessageError('unexpected', { violation: false }) }

    for (let time = 1; time <= 10; time++) {
      await member.send(await member.frame({ type: 'restart', fresh: false }))
    }

    await settled()
    expect(victim.signaling.dropped).to.deep.equal({ unexpected: 10 })
    expect(stream.status).to.equal('open')
  })

  it('is not held against anybody when the receiver itself fails', async () => {
    victim.receive = () => { throw new TypeError('a fault of ours') }

    for (let time = 1; time <= 10; time++) {
      await member.send(await member.frame({ type: 'restart', fresh: false }))
    }

    await settled()
    expect(victim.signaling.dropped).to.deep.equal({})
    expect(stream.status).to.equal('open')
  })
})
