import { expect } from 'aegir/chai'
import { changeRoster } from '../../src/index.ts'
import { untilCall } from '../fixtures/calls.ts'
import { createMembers, nextEvent, talk } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'

describe('two owners who remove each other', () => {
  const scene = createScene()

  it('are both alarmed, and everyone stays with the owner who was named earlier', async () => {
    const { members, group: first } = await createMembers(scene.network, 3)
    const [ada, ben] = members.map(({ identity }) => identity)
    const group = await changeRoster(first, ada, { addOwners: [ben.publicKey] })
    scene.calls = await talk(members, group)
    const calls = scene.calls.map(({ call }) => call)
    const [adas, bens] = [await changeRoster(group, ada, { remove: [ben.publicKey] }), await changeRoster(group, ben, { remove: [ada.publicKey] })]
    const alarms = Promise.all([nextEvent(calls[0], 'alarm'), nextEvent(calls[1], 'alarm')])
    const problem = nextEvent(calls[1], 'problem')

    calls[0].adopt(adas)
    calls[1].adopt(bens)

    expect((await alarms).map(({ version }) => version)).to.deep.equal([3, 3])
    expect((await problem).error.name).to.equal('RemovedError')
    await untilCall(calls[2], 'group', () => calls[2].group.roster?.signed?.signer === ada.publicKey && calls[2].group.epoch === 1)
    expect(calls[2].group.secret).to.deep.equal(adas.secret)
    expect(calls[0].state).to.equal('active')
  })
})
