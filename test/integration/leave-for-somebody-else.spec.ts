import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear } from '../fixtures/calls.ts'
import { RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'

describe('a leave that a member sends for another', () => {
  const scene = createScene()

  before(async () => {
    scene.calls = await joinTogether(scene.network, 2)
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  it('is ignored, directly and handed on, and the two go on hearing each other', async () => {
    const [{ call }, { call: other }] = scene.calls
    const [{ session, sessionKey }] = call.participants as unknown as Array<{ session: string, sessionKey: string }>
    const senderSessionKey = Uint8Array.from(Buffer.from(sessionKey, 'hex'))

    // as if it came from the other one itself
    const forger = await RawMember.create(scene.network, scene.calls[0])
    await forger.sendAndBeReset(await forger.frame({ type: 'leave' }, { sender: other.publicKey, senderSession: session }))
    expect(call.dropped.signature).to.equal(1)

    // as if passed on by a peer that has proven to be a member
    const member = await RawMember.create(scene.network, scene.calls[0])
    const stream = await member.send(await member.frame({ type: 'look' }))
    await member.send(await member.frame({ type: 'leave' }, { sender: other.publicKey, senderSession: session, senderSessionKey, recipientSessionKey: member.sessionKey, introduction: undefined }))

    // an honest member would have verified it before
    await until('the stream to be reset', () => stream.status === 'reset', { on: [stream, 'close'], seen: () => stream.status })
    expect(call.dropped.signature).to.equal(2)
    expect(call.participants.map(({ publicKey, linkState }) => [publicKey, linkState])).to.deep.equal([[other.publicKey, 'connected']])
    await untilAllHear([call, other])
  })
})
