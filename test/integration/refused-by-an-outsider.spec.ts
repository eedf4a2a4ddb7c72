import { expect } from 'aegir/chai'
import { createMembers, joinAs, keysIn } from '../fixtures/members.ts'
import { answerAs } from '../fixtures/raw-answerer.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { Group } from '../../src/index.ts'
import type { RefuseReason, SignalMessage } from '../../src/signaling/index.ts'
import type { Member } from '../fixtures/members.ts'

describe('a person with an invite who isn\'t on the roster, and refuses', () => {
  const scene = createScene()
  let members: Member[]
  let group: Group

  before(async () => {
    ({ members, group } = await createMembers(scene.network, 3))
    scene.calls = [await joinAs(members[0], group)]
  })

  for (const reason of ['full', 'not-a-member', 'expired'] as RefuseReason[]) {
    it(`(${reason}) doesn't end the call of an owner who is alone`, async () => {
      const { call } = scene.calls[0]
      const outsider = await RawMember.create(scene.network, scene.calls[0])
      const before = call.dropped['not-a-member'] ?? 0
      await outsider.send(await outsider.frame({ type: 'refuse', reason, ...(reason === 'full' ? { state: { ...ALONE, participants: 8, settled: true } } : {}) }))
      await until('the refusal to be dropped', () => (call.dropped['not-a-member'] ?? 0) > before, { seen: () => [call.state, call.dropped] })

      expect(call.state).to.equal('active')
    })
  }

  (['full', 'not-a-member'] as RefuseReason[]).forEach((reason, index) => {
    it(`(${reason}) does not end the join of a member while an owner is in the call`, async () => {
      const outsider = await scene.network.createPeer()
      const asked: string[] = []
      await answerAs(outsider, group, ({ type }): SignalMessage => {
        asked.push(type)

        return { type: 'refuse', reason }
      })

      const joined = await joinAs(members[1 + index], group, { addresses: outsider.peer.getMultiaddrs() })
      scene.calls.push(joined)

      await until('the outsider to be asked', () => asked.length > 0)
      expect(asked[0]).to.equal('join')
      expect(keysIn(joined.call)).to.include(members[0].identity.publicKey)
    })
  })
})
