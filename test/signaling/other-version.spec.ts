import { expect } from 'aegir/chai'
import { concat } from 'uint8arrays/concat'
import { ALONE } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'
import type { TestSession } from './fixtures/signaling-scene.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { RawMember } from '../fixtures/raw-member.ts'

const JOIN: SignalMessage = { type: 'join', state: ALONE }

/** Field 11, the version: 2 */
const VERSION_2 = Uint8Array.of(0x58, 2)
/** Field 15, the extension: one byte */
const EXTENSION = Uint8Array.of(0x7a, 1, 9)
/** Field 100, which no version has so far: one byte */
const UNKNOWN = Uint8Array.of(0xa2, 6, 1, 9)

/** Field 25, a chat message without text */
const CHAT = Uint8Array.of(0xca, 1, 0)

describe('two sessions that speak different versions', () => {
  let scene: SignalingScene
  let local: TestSession
  let member: RawMember

  beforeEach(async () => {
    scene = await SignalingScene.create()
    local = await scene.createSession()
    member = await scene.createRaw(local)
  })

  afterEach(async () => {
    await scene.stop()
  })

  /** The sessions of which `local` said that they speak a newer version, by event */
  const newer = (session: TestSession): string[] => session.events.filter(({ type, detail }) => type === 'version' && detail.newer).map(({ detail: { presence } }) => presence.publicKey)
  const older = (session: TestSession): string[] => session.events.filter(({ type, detail }) => type === 'version' && !detail.newer).map(({ detail: { presence } }) => presence.publicKey)

  it('learn of each other\'s, once, and nothing else comes of it', async () => {
    const other = await scene.createSession();
    (other.signaling as any).context.version = 2

    for (let time = 0; time < 5; time++) {
      await other.signaling.introduce({ id: local.node.peerId, multiaddrs: local.node.addresses }, JOIN)
      await settled()
    }

    expect(newer(local)).to.deep.equal([other.identity.publicKey])
    expect(older(other)).to.deep.equal([local.identity.publicKey])
    expect([...local.received, ...other.received]).to.deep.equal([])
    // five requests and the answer to the answer; the answer
    expect([local, other].map(({ signaling }) => signaling.dropped)).to.deep.equal([{ version: 6 }, { version: 1 }])
  })

  it('understand each other\'s headers, whatever else is new', async () => {
    const stream = await member.send(await member.changed(JOIN, content => concat([content, VERSION_2, UNKNOWN])))
    await settled()

    expect(newer(local)).to.deep.equal([member.identity.publicKey])
    expect(member.received.types).to.deep.equal(['extension'])
    expect(stream.status).to.equal('open')
  })

  it('learn nothing from a message that is passed on, signed by another key, or without an introduction', async () => {
    const carrier = await scene.createRaw(local)
    await carrier.sendAndBeReset(await member.frame(JOIN, { version: 2 }))
    await member.sendAndBeReset(await member.frame(JOIN, { version: 2, sender: member.identity.publicKey }))
    await member.sendAndBeReset(await member.frame(JOIN, { version: 2, introduction: undefined }))

    expect([newer(local), older(local)]).to.deep.equal([[], []])
    expect(local.signaling.dropped).to.deep.equal({ signature: 1, version: 2 })
  })

  it('are told apart by the version alone: within one, an extension is skipped', async () => {
    await member.send(await member.frame(JOIN))
    await member.send(await member.changed({ type: 'chat', text: '' }, content => concat([content.subarray(0, -CHAT.byteLength), EXTENSION, CHAT])))
    await member.send(await member.changed({ type: 'chat', text: '' }, content => concat([content.subarray(0, -CHAT.byteLength), EXTENSION])))
    await settled()

    expect(messagesFrom(local, member.identity.publicKey).map(({ type }) => type)).to.deep.equal(['join', 'chat', 'extension'])
    expect(local.signaling.dropped).to.deep.equal({})
  })
})
