import { expect } from 'aegir/chai'
import { ALONE } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'
import type { TestSession } from './fixtures/signaling-scene.ts'
import type { Envelope } from '../../src/signaling/messages.ts'
import type { RawMember } from '../fixtures/raw-member.ts'

const CHAT = { type: 'chat', text: 'hello' } as const

describe('a frame for another member', () => {
  let scene: SignalingScene
  let ada: TestSession
  let ben: TestSession
  let cleo: TestSession
  let mallory: RawMember
  let toAda: Partial<Envelope>

  beforeEach(async () => {
    scene = await SignalingScene.create()
    ada = await scene.createSession()
    ben = await scene.createSession()
    cleo = await scene.createSession()

    for (const { signaling } of [ada, cleo]) {
      await signaling.introduce({ id: ben.node.peerId, multiaddrs: ben.node.addresses }, { type: 'join', state: ALONE })
    }

    mallory = await scene.createRaw(ben)
    toAda = { recipient: ada.identity.publicKey, recipientSession: ada.session.id, recipientSessionKey: ada.node.sessionKey }
    await mallory.send(await mallory.frame({ type: 'join', state: ALONE }))
    await settled()
    ada.received.splice(0)
  })

  afterEach(async () => {
    await scene.stop()
  })

  it('is forwarded when it is signed by the session at the other end of its path', async () => {
    const stream = await mallory.send(await mallory.frame(CHAT, toAda))
    await settled()

    expect(messagesFrom(ada, mallory.identity.publicKey)).to.deep.equal([CHAT])
    expect(ada.received.map(({ carrier }) => carrier)).to.deep.equal([ben.signaling.sessionKey])
    expect(stream.status).to.equal('open')
  })

  // each is Mallory's, and what comes to Ada from Ben is nothing at all
  const forgeries: Array<[string, string, () => Promise<Uint8Array>]> = [
    ['in the name of Cleo, from Mallory\'s own process', 'signature', async () => mallory.frame(CHAT, { ...toAda, sender: cleo.identity.publicKey, senderSession: cleo.session.id, introduction: undefined })],
    ['in the name of Cleo, from her process', 'wrong-peer', async () => mallory.frame(CHAT, { ...toAda, sender: cleo.identity.publicKey, senderSession: cleo.session.id, senderSessionKey: cleo.node.sessionKey, introduction: undefined })],
    ['that introduces Cleo', 'malformed', async () => mallory.frame(CHAT, { ...toAda, introduction: cleo.signaling.presence })],
    ['of a session that nobody introduced', 'unknown-sender', async () => mallory.again().frame(CHAT, { ...toAda, introduction: undefined })]
  ]

  forgeries.forEach(([what, reason, make]) => {
    it(`${what}: is not forwarded, and counts against Mallory alone`, async () => {
      let stream = await mallory.send(await mallory.frame({ type: 'restart', fresh: false }))

      for (let offence = 1; offence <= 3 && stream.status === 'open'; offence++) {
        stream = await mallory.send(await make())
        await settled()
        expect(ben.signaling.dropped).to.deep.equal({ [reason]: offence })
      }

      expect(stream.status).to.equal('reset')
      expect(ada.received).to.deep.equal([])
      expect(ada.signaling.dropped).to.deep.equal({})
      expect(ada.events).to.deep.equal([])
      expect(ben.events.filter(({ type }) => type === 'forged').map(({ detail }) => detail)).to.deep.equal(reason !== 'signature'
        ? []
        : [{ sender: cleo.identity.publicKey, carrier: toHex(mallory.sessionKey) }])
    })
  })

  it('names its carrier as a forger when it is bad all the same, and closes the path', async () => {
    const carrier = await scene.createRaw(ada)
    const stream = await carrier.send(await carrier.frame({ type: 'join', state: ALONE }))
    const inCleosName = { sender: cleo.identity.publicKey, senderSession: cleo.session.id, senderSessionKey: cleo.node.sessionKey, introduction: undefined }
    await carrier.send(await carrier.frame(CHAT, inCleosName))
    await settled()

    expect(stream.status).to.equal('reset')
    expect(ada.signaling.dropped).to.deep.equal({ signature: 1 })
    expect(ada.events.filter(({ type }) => type === 'forged').map(({ detail }) => detail)).to.deep.equal([{ sender: cleo.identity.publicKey, carrier: toHex(carrier.sessionKey) }])
  })
})

function toHex (bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
