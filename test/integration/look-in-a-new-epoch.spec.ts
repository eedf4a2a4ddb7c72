import { expect } from 'aegir/chai'
import { untilCall } from '../fixtures/calls.ts'
import { createMembers, keysIn, talk } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'

describe('a person who looks into a call whose epoch has changed', () => {
  const scene = createScene()

  it('sees everyone in it', async () => {
    const { members, group } = await createMembers(scene.network, 5)
    const [owner, ada, ben, removed, late] = members
    scene.calls = await talk([owner, ada, ben], group)
    const [{ call }] = scene.calls

    await call.changeRoster({ remove: [removed.identity.publicKey] })
    await Promise.all(scene.calls.map(async other => untilCall(other.call, 'group', () => other.call.group.epoch === 1)))
    expect(keysIn(call)).to.have.lengthOf(2)

    const lobby = await late.peer.services.calls.look(call.group, { name: 'late' })

    try {
      await until('three in the lobby', () => lobby.participants.length >= 3, { on: [lobby, 'change'], seen: () => lobby.participants.length })
      expect(lobby.participants.map(({ publicKey }) => publicKey)).to.have.members([owner, ada, ben].map(({ identity }) => identity.publicKey))
    } finally {
      await lobby.stop()
    }
  })
})
