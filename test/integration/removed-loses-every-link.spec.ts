import { expect } from 'aegir/chai'
import { untilAllHear, untilCall, untilHeard } from '../fixtures/calls.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { createMembers, joinAs, keysIn, nextEvent, talk } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'
import { namesOf } from '../fixtures/strangers-peers.ts'
import type { Group } from '../../src/index.ts'
import type { TestCall } from '../fixtures/calls.ts'

describe('a member who is removed from the roster', () => {
  const scene = createScene()

  it('loses every link, and the others go on in a new epoch', async () => {
    const { group, calls: [owner, ...others] } = await talking(4)
    const removed = others.pop() as TestCall
    const staying = [owner, ...others]
    const { publicKey } = removed.identity
    const renewed = Promise.all(others.map(async ({ call }) => nextEvent(call, 'group')))
    const told = nextEvent(removed.call, 'problem')
    const names = namesOf(owner.peer)

    await owner.call.changeRoster({ remove: [publicKey] })
    await Promise.all(staying.map(async ({ call }) => {
      await untilCall(call, 'participant:leave', () => !keysIn(call).includes(publicKey))
    }))

    expect((await told).error).to.have.property('name', 'RemovedError')
    await untilCall(removed.call, 'state', () => removed.call.state === 'ended')
    expect(removed.call.participants.every(({ linkState }) => linkState === 'closed')).to.equal(true)
    expect(removed.call.group.secret, 'what the one removed knows').to.deep.equal(group.secret)

    for (const { secret, epoch } of await renewed) {
      expect(epoch).to.equal(1)
      expect(secret).to.deep.equal(owner.call.group.secret)
      expect(secret).to.not.deep.equal(group.secret)
    }

    expect(names).to.have.lengthOf(1)
    expect(namesOf(owner.peer).filter(name => !names.includes(name))).to.have.lengthOf(1)
  })

  it('loses them also when its program does not want to hear of it', async () => {
    const { calls: [owner, other, removed] } = await talking(3)
    const heardOf: unknown[] = []
    ;(driverOf(removed.call).protocol as any).roster.receive = (_: unknown, __: unknown, secret?: unknown) => { heardOf.push(secret) }

    await owner.call.changeRoster({ remove: [removed.identity.publicKey] })
    await Promise.all([owner, other].map(async ({ call }) => untilCall(call, 'participant:leave', () => !keysIn(call).includes(removed.identity.publicKey))))

    expect(heardOf.every(secret => secret == null), 'the new secret stays among us').to.equal(true)
  })

  it('does not get in again, by the old epoch', async () => {
    const { group, calls: [owner, other, { identity, call }] } = await talking(3)
    await owner.call.changeRoster({ remove: [identity.publicKey] })
    await untilCall(call, 'state', () => call.state === 'ended')
    const again = await scene.network.createPeer(identity)

    await expect(joinAs(again, group)).to.eventually.be.rejected().with.property('reason', 'not-a-member')
    expect(keysIn(owner.call)).to.deep.equal([other.call.publicKey])
  })

  it('is not missed: the others still hear each other, chat, and let a member in', async () => {
    const { calls } = await talking(4)
    const { call: removed } = calls.pop() as TestCall
    const [owner, other] = calls
    await owner.call.changeRoster({ remove: [removed.publicKey] })
    await Promise.all(calls.map(async ({ call }) => untilCall(call, 'participant:leave', () => call.participants.length === 2)))
    // the removed member's goodbye may come before the roster, and what is sent in the new epoch can't be read before that
    await Promise.all(calls.map(async ({ call }) => untilCall(call, 'group', () => call.group.epoch === 1)))
    const chat = nextEvent(other.call, 'message')

    owner.call.sendMessage('we are among us')
    expect((await chat).text).to.equal('we are among us')
    await Promise.all(calls.flatMap(({ call }) => call.participants.map(async participant => untilHeard(call, participant))))

    const newcomer = await scene.network.createPeer()
    await owner.call.changeRoster({ add: [newcomer.identity.publicKey] })
    const joined = await joinAs(newcomer, owner.call.group)
    scene.calls.push(joined)
    await untilAllHear([...calls, joined].map(({ call }) => call))
    expect(joined.call.safetyCode).to.equal(owner.call.safetyCode)
  })

  /** Members in a call of a group of their own; the first one is the owner */
  async function talking (count: number): Promise<{ group: Group, calls: TestCall[] }> {
    const { members, group } = await createMembers(scene.network, count)
    const calls = await talk(members, group)
    scene.calls.push(...calls)

    return { group, calls }
  }
})
