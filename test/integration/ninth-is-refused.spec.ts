import { expect } from 'aegir/chai'
import { GroupCallFullError } from '../../src/index.ts'
import { joinLater, joinTogether, untilCall } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'
import type { TestCall } from '../fixtures/calls.ts'

describe('a ninth participant', () => {
  const scene = createScene()

  it('is refused before its microphone opens, and gets in when somebody has left', async () => {
    // listening only is enough to take a place
    scene.calls = await joinTogether(scene.network, 8, () => ({ microphone: undefined }))
    await Promise.all(scene.calls.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 7)))
    let opened = false
    const { group } = scene.calls[0].call
    const microphone = async (): Promise<never> => {
      opened = true
      throw new Error('The microphone was opened')
    }

    await expect(joinLater(scene.network, group, { microphone })).to.eventually.be.rejectedWith(GroupCallFullError)
    expect(opened).to.equal(false)
    expect(scene.calls.map(({ call }) => call.participants.length)).to.deep.equal([7, 7, 7, 7, 7, 7, 7, 7])

    const left = scene.calls.pop() as TestCall
    await left.call.leave()
    await Promise.all(scene.calls.map(async ({ call }) => untilCall(call, 'participant:leave', () => call.participants.length === 6)))
    scene.calls.push(await joinLater(scene.network, group, { microphone: undefined }))
    await Promise.all(scene.calls.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 7)))
  })
})
