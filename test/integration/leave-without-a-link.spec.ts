import { expect } from 'aegir/chai'
import { deriveGroupKeys } from '../../src/group/index.ts'
import { openEnvelope } from '../../src/signaling/envelope.ts'
import { FrameDecoder } from '../../src/signaling/frame-decoder.ts'
import { NAME_BYTES } from '../../src/signaling/stream-name.ts'
import { joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'

describe('a participant who leaves while a link is not up', () => {
  const scene = createScene()

  it('reaches the participants at its other end through a member whose link is up, and which is told last', async () => {
    scene.calls = await joinTogether(scene.network, 2)
    const [{ call: leaver }, between] = scene.calls
    await untilAllHear(scene.calls.map(({ call }) => call))

    // says nothing of where it can be dialled, and makes no link
    const unlinked = await RawMember.create(scene.network, between)
    const keys = deriveGroupKeys(leaver.group)
    const decoder = new FrameDecoder()
    const stream = await unlinked.send(await unlinked.frame({ type: 'join', state: ALONE }))
    const told = new Promise<void>(resolve => {
      stream.addEventListener('message', ({ data }) => {
        const envelopes = [...decoder.decode(data.subarray())].filter(({ byteLength }) => byteLength !== NAME_BYTES).map(frame => openEnvelope(frame, keys))

        if (envelopes.some(({ message, sender }) => message.type === 'leave' && sender === leaver.publicKey)) {
          resolve()
        }
      })
    })
    const knows = (): boolean => leaver.participants.some(({ publicKey }) => publicKey === unlinked.identity.publicKey)
    await untilCall(leaver, 'participant:join', knows)

    const gone = untilCall(between.call, 'participant:leave', () => between.call.participants.every(({ publicKey }) => publicKey !== leaver.publicKey))
    await leaver.leave()
    await told
    await gone

    expect(between.call.dropped).to.deep.equal({})
  })
})
