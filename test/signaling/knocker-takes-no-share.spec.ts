import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { ALONE } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'

describe('a person who knocks', () => {
  let scene: SignalingScene

  beforeEach(async () => {
    scene = await SignalingScene.create()
  })

  afterEach(async () => {
    await scene.stop()
  })

  it('can speak through the member that reported the knock, although not on the roster', async () => {
    const member = await createIdentity()
    const owner = await scene.createSession({ isMember: publicKey => publicKey === member.publicKey })
    const carrier = await scene.createRaw(owner, { identity: member })
    const knocker = await scene.createRaw(owner)

    await carrier.send(await carrier.frame({ type: 'join', state: ALONE }))
    await carrier.send(await carrier.frame({ type: 'knock', presence: await knocker.presence() }))
    await settled()
    await carrier.send(await knocker.frame({ type: 'chat', text: 'It\'s me' }, { introduction: undefined }))
    await settled()

    expect(messagesFrom(owner, knocker.identity.publicKey)).to.deep.equal([{ type: 'chat', text: 'It\'s me' }])
  })
})
