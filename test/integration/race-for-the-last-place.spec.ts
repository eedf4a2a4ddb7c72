import { expect } from 'aegir/chai'
import { GroupCallFullError } from '../../src/index.ts'
import { joinLater, joinTogether, leaveAll, untilCall } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('two who race for the last place', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  it('are told apart in the same way by everybody', async () => {
    calls = await joinTogether(network, 7, () => ({ microphone: undefined }))
    await Promise.all(calls.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 6)))
    const { group } = calls[0].call

    const racers = await Promise.allSettled([0, 1].map(async () => joinLater(network, group, { microphone: undefined })))
    const winners = racers.filter(racer => racer.status === 'fulfilled').map(({ value }) => value)
    calls.push(...winners)

    // both may have been let in, by different members: one learns later that there was no room
    if (winners.length === 2) {
      await Promise.any(winners.map(async ({ call }) => untilCall(call, 'state', () => call.state === 'ended')))
    }

    const stayed = calls.filter(({ call }) => call.state !== 'ended')
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
