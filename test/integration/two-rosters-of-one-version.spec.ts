import { expect } from 'aegir/chai'
import { changeRoster } from '../../src/index.ts'
import { untilCall } from '../fixtures/calls.ts'
import { createMembers, nextEvent, talk } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'

describe('two owners who change the roster at the same time', () => {
  const scene = createScene()

  it('raise an alarm, and everybody goes on with the same roster', async () => {
    const { members, group: first } = await createMembers(scene.network, 3)
    const [ada, ben] = members.map(({ identity }) => identity)
    const group = await changeRoster(first, ada, { addOwners: [ben.publicKey] })
    scene.calls = await talk(members, group)
    const calls = scene.calls.map(({ call }) => call)
    const [adas, bens] = await Promise.all([ada, ben].map(async (owner, index) => changeRoster(group, owner, { add: [`${index + 1}${index + 1}`.repeat(32)] })))
    const alarms = Promise.all([nextEvent(calls[0], 'alarm'), nextEvent(calls[1], 'alarm')])

    calls[0].adopt(adas)
    calls[1].adopt(bens)

    expect(await alarms).to.deep.equal([{ version: 3, resolved: true }, { version: 3, resolved: true }])
    await Promise.all(calls.map(async call => untilCall(call, 'group', () => call.group.roster?.members.join() === adas.roster?.members.join())))
    calls.forEach(call => { expect(call.state).to.equal('active') })
  })
})
