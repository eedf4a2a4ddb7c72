import { expect } from 'aegir/chai'
import { changeRoster, isMember } from '../../src/index.ts'
import { untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createMembers, joinAs } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'
import type { TestCall } from '../fixtures/calls.ts'

describe('an owner who makes several changes at the same time', () => {
  const scene = createScene()

  it('loses none of them, also when another owner\'s change comes in between, and is not alarmed', async () => {
    const { members, group: first } = await createMembers(scene.network, 2)
    const [ada, ben] = members.map(({ identity }) => identity)
    const group = await changeRoster(first, ada, { addOwners: [ben.publicKey] })
    const [one, two, three, four] = ['11', '22', '33', '44'].map(digits => digits.repeat(32))
    const bens = await changeRoster(group, ben, { add: [four] })
    const owner = await joinAs(members[0], group)
    scene.calls = [owner]
    const alarms: number[] = []
    owner.call.addEventListener('alarm', ({ detail }) => { alarms.push(detail.version) })

    const changes = Promise.all([owner.call.admit(one), owner.call.changeRoster({ add: [two] }), owner.call.admit(three), owner.call.admit(one)])
    // the first change is being signed
    await Promise.resolve()
    owner.call.adopt(bens)
    await changes

    expect([one, two, three, four].filter(key => !isMember(owner.call.group, key))).to.deep.equal([])
    expect(owner.call.group.roster).to.have.property('version', 6)
    expect(alarms).to.deep.equal([])
  })

  it('makes a change again when another owner\'s arrives after it was stored, and before it is published', async () => {
    const { members, group: first } = await createMembers(scene.network, 2)
    const [ada, ben] = members.map(({ identity }) => identity)
    const group = await changeRoster(first, ada, { addOwners: [ben.publicKey] })
    const [one, two] = ['11', '22'].map(digits => digits.repeat(32))
    let stored = group
    const adas: TestCall = await joinAs(members[0], group, {
      updateGroup: async change => {
        const before = stored
        stored = await change(stored)

        if (before === group) {
          await bens.call.changeRoster({ add: [two] })
          await untilCall(adas.call, 'group', () => isMember(adas.call.group, two))
        }

        return stored
      }
    })
    const bens = await joinAs(members[1], group)
    scene.calls = [adas, bens]
    const alarms: number[] = []
    scene.calls.forEach(({ call }) => { call.addEventListener('alarm', ({ detail }) => { alarms.push(detail.version) }) })
    await untilAllHear(scene.calls.map(({ call }) => call))

    await adas.call.changeRoster({ add: [one] })
    await untilCall(bens.call, 'group', () => isMember(bens.call.group, one))

    for (const { call } of scene.calls) {
      expect([one, two].filter(key => !isMember(call.group, key))).to.deep.equal([])
      expect(call.group.roster).to.have.property('version', 4)
    }

    expect(stored.roster).to.deep.equal(adas.call.group.roster)
    expect(alarms).to.deep.equal([])
  })
})
