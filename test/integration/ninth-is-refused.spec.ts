import { expect } from 'aegir/chai'
import { GroupCallFullError } from '../../src/index.ts'
import { joinLater, joinTogether, leaveAll, untilCall } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('a ninth participant', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  it('is refused before its microphone opens, and gets in when somebody has left', async () => {
    // listening only is enough to take a place
    calls = await joinTogether(network, 8, () => ({ microphone: undefined }))
    await Promise.all(calls.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 7)))
    let opened = false
    const { group } = calls[0].call
    const microphone = async (): Promise<never> => {
      opened = true
      throw new Error('The microphone was opened')
    }

    await expect(joinLater(network, group, { microphone })).to.eventually.be.rejectedWith(GroupCallFullError)
    expect(opened).to.equal(false)
    expect(calls.map(({ call }) => call.participants.length)).to.deep.equal([7, 7, 7, 7, 7, 7, 7, 7])

    const left = calls.pop() as TestCall
    await left.call.leave()
    await Promise.all(calls.map(async ({ call }) => untilCall(call, 'participant:leave', () => call.participants.length === 6)))
    calls.push(await joinLater(network, group, { microphone: undefined }))
    await Promise.all(calls.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 7)))
  })
})
