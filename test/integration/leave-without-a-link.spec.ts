import { expect } from 'aegir/chai'
import { createGroup } from '../../src/index.ts'
import { tone, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { sever } from '../fixtures/severed.ts'
import { until } from '../fixtures/until.ts'

describe('a participant who leaves while a link is not up', () => {
  const scene = createScene()

  async function leaveThroughAnother (linked: boolean): Promise<void> {
    const peers = await Promise.all([0, 1].map(async () => scene.network.createPeer()))
    const group = createGroup({ name: 'friends', owner: peers[0].identity })
    const calls = peers.map(({ peer, identity }) => ({ peer, identity, call: peer.services.calls.create(group, { microphone: tone }) }))
    const [{ call: leaver }, between] = calls
    scene.calls.push(...calls)

    if (!linked) {
      sever(leaver, between.call)
    }

    await Promise.all(calls.map(async ({ call }) => call.join()))

    if (linked) {
      await untilAllHear([leaver, between.call])
    }

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
  }

  it('reaches the participants at its other end through a member whose link is up, and which is told last', async () => {
    await leaveThroughAnother(true)
  })

  it('does so even if no link is up at all', async () => {
    await leaveThroughAnother(false)
  })
})
