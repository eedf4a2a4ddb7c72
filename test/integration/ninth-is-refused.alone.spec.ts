import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { GroupCallFullError } from '../../src/index.ts'
import { joinLater, joinTogether, untilCall } from '../fixtures/calls.ts'
import { countConnections } from '../fixtures/connections.ts'
import { driverOf, onInput } from '../fixtures/driver-of.ts'
import { ALONE, OFFER, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { CallInit, Group, GroupCall } from '../../src/index.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { TestCall } from '../fixtures/calls.ts'

/** Enough to take a place */
const LISTENING: CallInit = { microphone: undefined }

describe('a ninth participant', () => {
  const scene = createScene()
  let group: Group
  /** Leaves after its case, or it would get the place of the next participant that leaves */
  let ninth: RawMember | undefined

  before(async () => {
    scene.calls = await joinTogether(scene.network, 8, () => LISTENING)
    group = scene.calls[0].call.group
  })

  beforeEach(async () => {
    // a case may have given the place of a participant to another one, which has left
    while (scene.calls.length < 8) {
      scene.calls.push(await joinLater(scene.network, group, LISTENING))
    }

    await Promise.all(scene.calls.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 7)))
    // until then the ninth would be one of several newcomers who race for the last place
    await until('all eight to hold their places', () => scene.calls.every(({ call }) => driverOf(call).protocol.state.settled))
  })

  afterEach(async () => {
    if (ninth != null) {
      const leaving = untilLeaving(scene.calls[0].call, ninth.identity.publicKey)
      await ninth.send(await ninth.frame({ type: 'leave' }))
      await leaving
      ninth = undefined
    }
  })

  it('is refused before its microphone opens', async () => {
    let opened = false
    const microphone = async (): Promise<never> => {
      opened = true
      throw new Error('The microphone was opened')
    }

    await expect(joinLater(scene.network, group, { microphone })).to.eventually.be.rejectedWith(GroupCallFullError)
    expect(opened).to.equal(false)
    expect(scene.calls.map(({ call }) => call.participants.length)).to.deep.equal([7, 7, 7, 7, 7, 7, 7, 7])
  })

  it('gets no connection, whatever it says', async () => {
    const connections = scene.calls.map(({ call }) => countConnections(call))
    ninth = await RawMember.create(scene.network, scene.calls[0], 'higher')

    for (const message of [{ type: 'join', state: ALONE }, OFFER] as SignalMessage[]) {
      const denied = pEvent<'denied', CustomEvent<{ publicKey: string, reason: string }>>(scene.calls[0].call, 'denied', { timeout: 10_000 })
      await ninth.send(await ninth.frame(message))

      expect((await denied).detail).to.deep.include({ publicKey: ninth.identity.publicKey, reason: 'full' })
    }

    expect(connections.map(count => count())).to.deep.equal(Array.from({ length: 8 }, () => 0))
    expect(scene.calls.map(({ call }) => call.participants.length)).to.deep.equal(Array.from({ length: 8 }, () => 7))
  })

  it('gets in after a participant has left', async () => {
    const left = scene.calls.pop() as TestCall
    await left.call.leave()
    await Promise.all(scene.calls.map(async ({ call }) => untilCall(call, 'participant:leave', () => call.participants.length === 6)))
    scene.calls.push(await joinLater(scene.network, group, LISTENING))
    await Promise.all(scene.calls.map(async ({ call }) => untilCall(call, 'participant:join', () => call.participants.length === 7)))
  })
})

/** Resolves when a call has handled a goodbye */
async function untilLeaving (call: GroupCall, publicKey: string): Promise<void> {
  await new Promise<void>(resolve => {
    onInput(call, input => {
      if (input.type === 'message' && input.message.type === 'leave' && input.presence.publicKey === publicKey) {
        resolve()
      }
    })
  })
}
