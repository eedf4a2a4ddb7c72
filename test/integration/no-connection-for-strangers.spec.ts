import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup } from '../../src/index.ts'
import { MAX_CONNECTIONS } from '../../src/mesh/limits.ts'
import { joinLater, untilCall } from '../fixtures/calls.ts'
import { countConnections } from '../fixtures/connections.ts'
import { ALONE, OFFER, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'

describe('a connection', () => {
  const scene = createScene()
  let connections: () => number

  before(async () => {
    scene.calls = [await joinLater(scene.network, createGroup({ name: 'friends', owner: await createIdentity() }))]
    connections = countConnections(scene.calls[0].call)
  })

  it('is not made before a good message has come', async () => {
    const { call } = scene.calls[0]
    const member = await RawMember.create(scene.network, scene.calls[0], 'higher')
    await member.sendAndBeReset(await member.frame(OFFER, { sender: 'f'.repeat(64) }))
    await member.sendAndBeReset(await member.frame(OFFER, {}, 1))
    await member.ask()
    expect(connections()).to.equal(0)

    await member.send(await member.frame({ type: 'join', state: ALONE }))
    await untilCall(call, 'participant:join', () => call.participants.length === 1)
    expect(connections()).to.equal(1)
    await member.stop(call)
  })

  it('is made for nine in a second at most, however many come and go', async () => {
    const { call } = scene.calls[0]
    const before = connections()
    const members = await Promise.all(Array.from({ length: 20 }, async () => RawMember.create(scene.network, scene.calls[0])))
    const messages = await Promise.all(members.map(async member => ({ member, join: await member.frame({ type: 'join', state: ALONE }), leave: await member.frame({ type: 'leave' }) })))
    const began = performance.now()

    for (const { member, join, leave } of messages) {
      await member.send(join)
      await untilCall(call, 'participant:join', () => call.participants.length === 1)
      await member.send(leave)
      await untilCall(call, 'participant:leave', () => call.participants.length === 0)
    }

    const seconds = Math.ceil((performance.now() - began) / 1_000)
    expect(connections() - before).to.be.within(1, MAX_CONNECTIONS * seconds)
    await Promise.all(members.map(async ({ peer }) => peer.stop()))
  })
})
