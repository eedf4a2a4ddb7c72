import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'

describe('a participant who leaves while a link is not up', () => {
  const scene = createScene()

  it('reaches the participants at its other end through a member whose link is up, and which is told last', async () => {
    scene.calls = await joinTogether(scene.network, 2)
    const [{ call: leaver }, between] = scene.calls
    await untilAllHear(scene.calls.map(({ call }) => call))

    // says nothing of where it can be dialled, and makes no link
    const unlinked = await RawMember.create(scene.network, between)
    await unlinked.send(await unlinked.frame({ type: 'join', state: ALONE }))
    const knows = (): boolean => leaver.participants.some(({ publicKey }) => publicKey === unlinked.identity.publicKey)
    await untilCall(leaver, 'participant:join', knows)

    const gone = untilCall(between.call, 'participant:leave', () => between.call.participants.every(({ publicKey }) => publicKey !== leaver.publicKey))
    await leaver.leave()
    await until('the news', () => unlinked.received.count('leave') > 0, { on: [unlinked.received, 'message'], seen: () => unlinked.received.types })
    await gone

    expect(between.call.dropped).to.deep.equal({})
  })
})
