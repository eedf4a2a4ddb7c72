import { expect } from 'aegir/chai'
import { ALONE } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'

describe('the goodbye of another process of the local identity', () => {
  let scene: SignalingScene

  beforeEach(async () => {
    scene = await SignalingScene.create()
  })

  afterEach(async () => {
    await scene.stop()
  })

  it('counts only if the process itself says it: members may have kept one from an earlier call', async () => {
    const victim = await scene.createSession()
    const member = await scene.createRaw(victim)
    const earlier = await scene.createRaw(victim, { identity: victim.identity })
    const goodbye = await earlier.frame({ type: 'leave' }, { recipientSessionKey: member.sessionKey })
    await member.send(await member.frame({ type: 'welcome', presences: [await earlier.presence()], informed: [], state: ALONE }))

    for (let count = 0; count < 5; count++) {
      const stream = await member.send(goodbye)
      await settled()
      // an honest member may hand it on
      expect(stream.status).to.equal('open')
    }

    expect(messagesFrom(victim, victim.identity.publicKey)).to.deep.equal([])
    expect(victim.signaling.dropped).to.deep.equal({ 'own-key': 5 })

    await earlier.send(await earlier.frame({ type: 'leave' }))
    await settled()
    expect(messagesFrom(victim, victim.identity.publicKey)).to.deep.equal([{ type: 'leave' }])
  })
})
