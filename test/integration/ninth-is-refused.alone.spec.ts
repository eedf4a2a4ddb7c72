import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { GroupCallFullError } from '../../src/index.ts'
import { joinLater, joinTogether, untilCall } from '../fixtures/calls.ts'
import { countConnections } from '../fixtures/connections.ts'
import { driverOf, onInput } from '../fixtures/driver-of.ts'
import { ALONE, OFFER, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { TestCall } from '../fixtures/calls.ts'

describe('a ninth participant', () => {
  const scene = createScene()

  before(async () => {
    // listening only is enough to take a place
    scene.calls = await joinTogether(scene.network, 8, () => ({ microphone: undefined }))
    await Promise.all(scene.calls.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 7)))
    // until then the ninth would be one of several newcomers who race for the last place
    await until('all eight to hold their places', () => scene.calls.every(({ call }) => driverOf(call).protocol.state.settled))
  })

  it('is refused before its microphone opens', async () => {
    let opened = false
    const microphone = async (): Promise<never> => {
      opened = true
      throw new Error('The microphone was opened')
    }

    await expect(joinLater(scene.network, scene.calls[0].call.group, { microphone })).to.eventually.be.rejectedWith(GroupCallFullError)
    expect(opened).to.equal(false)
    expect(scene.calls.map(({ call }) => call.participants.length)).to.deep.equal([7, 7, 7, 7, 7, 7, 7, 7])
  })

  it('gets no connection, whatever it says', async () => {
    const connections = scene.calls.map(({ call }) => countConnections(call))
    const ninth = await RawMember.create(scene.network, scene.calls[0], 'higher')

    for (const message of [{ type: 'join', state: ALONE }, OFFER] as SignalMessage[]) {
      const denied = pEvent<'denied', CustomEvent<{ publicKey: string, reason: string }>>(scene.calls[0].call, 'denied', { timeout: 10_000 })
      await ninth.send(await ninth.frame(message))

      expect((await denied).detail).to.deep.include({ publicKey: ninth.identity.publicKey, reason: 'full' })
    }

    expect(connections.map(count => count())).to.deep.equal(Array.from({ length: 8 }, () => 0))
    expect(scene.calls.map(({ call }) => call.participants.length)).to.deep.equal(Array.from({ length: 8 }, () => 7))

    // it would get the place of the next who leaves
    const leaving = new Promise<void>(resolve => {
      onInput(scene.calls[0].call, input => {
        if (input.type === 'message' && input.message.type === 'leave') {
          resolve()
        }
      })
    })
    await ninth.send(await ninth.frame({ type: 'leave' }))
    await leaving
  })

  it('gets in after a participant has left', async () => {
    const { group } = scene.calls[0].call
    const left = scene.calls.pop() as TestCall
    await left.call.leave()
    await Promise.all(scene.calls.map(async ({ call }) => untilCall(call, 'participant:leave', () => call.participants.length === 6)))
    scene.calls.push(await joinLater(scene.network, group, { microphone: undefined }))
    await Promise.all(scene.calls.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 7)))
  })
})
