import { expect } from 'aegir/chai'
import { GroupCallFullError } from '../../src/index.ts'
import { joinLater, joinTogether, untilCall } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'

describe('two who race for the last place', () => {
  const scene = createScene()

  it('are told apart in the same way by everybody', async () => {
    scene.calls = await joinTogether(scene.network, 7, () => ({ microphone: undefined }))
    await Promise.all(scene.calls.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 6)))
    const { group } = scene.calls[0].call

    const racers = await Promise.allSettled([0, 1].map(async () => joinLater(scene.network, group, { microphone: undefined })))
    const winners = racers.filter(racer => racer.status === 'fulfilled').map(({ value }) => value)
    scene.calls.push(...winners)

    // both may have been let in, by different members: one learns later that there was no room
    if (winners.length === 2) {
      await Promise.any(winners.map(async ({ call }) => untilCall(call, 'state', () => call.state === 'ended')))
    }

    const stayed = scene.calls.filter(({ call }) => call.state !== 'ended')
    const expected = stayed.map(({ call }) => call.publicKey).sort()

    expect(stayed).to.have.lengthOf(8)
    await Promise.all(stayed.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 7)))
    expect(stayed.map(({ call }) => [call.publicKey, ...call.participants.map(({ publicKey }) => publicKey)].sort())).to.deep.equal(stayed.map(() => expected))

    for (const racer of racers) {
      if (racer.status === 'rejected') {
        expect(racer.reason).to.be.instanceOf(GroupCallFullError)
      }
    }
  })
})
