import { expect } from 'aegir/chai'
import { JoinRefusedError } from '../../../src/errors.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { createMembersOnlyGroup } from '../fixtures/members-only.ts'
import { keyOf, presenceOf, ProtocolBus, stateOf } from '../fixtures/protocol-bus.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'

const [ADA, BEN, CLEO] = ['a', 'b', 'c'].map(keyOf)

function denied (effects: Effect[]): unknown[] {
  return effects.flatMap(effect => effect.type === 'emit' && effect.event === 'denied' ? [effect.detail] : [])
}

describe('a session with another version', () => {
  it('is shown to those in the call, once for each person, and the call goes on', () => {
    const [call] = createLinkedCall(new ProtocolBus(), [ADA, BEN])
    const first = call.feed({ type: 'version', presence: presenceOf(CLEO), newer: true })

    expect(denied(first)).to.deep.equal([{ publicKey: CLEO, name: '', reason: 'newer-version' }])
    expect(denied(call.feed({ type: 'version', presence: presenceOf(CLEO, '2'), newer: true }))).to.deep.equal([])
    expect(call.others).to.deep.equal([BEN])

    for (let person = 0; person < 100; person++) {
      call.feed({ type: 'version', presence: presenceOf(person.toString(16).padStart(64, '0')), newer: false })
    }

    expect(denied(call.effects)).to.have.lengthOf(16)
    expect(call.error).to.equal(undefined)
  })

  it('ends a join when nobody else could be asked', () => {
    for (const [newer, reason] of [[true, 'newer-version'], [false, 'older-version']] as const) {
      const call = new ProtocolBus().add(ADA)
      call.feed({ type: 'version', presence: presenceOf(BEN), newer })
      expect(call.error).to.equal(undefined)

      call.feed({ type: 'exhausted' })
      expect(call.error).to.be.instanceOf(JoinRefusedError).with.property('reason', reason)
    }
  })

  it('keeps nobody out whom another member lets in', () => {
    const call = new ProtocolBus().add(ADA)
    call.feed({ type: 'version', presence: presenceOf(BEN), newer: true })
    call.receive(presenceOf(CLEO), { type: 'welcome', presences: [], informed: [], state: stateOf({ participants: 1 }) })
    call.feed({ type: 'exhausted' })

    expect(call.error).to.equal(undefined)
    expect(call.others).to.deep.equal([CLEO])
  })

  it('says nothing, and ends nothing, unless it is on the roster', async () => {
    const { group } = await createMembersOnlyGroup([ADA, BEN])
    const [call] = createLinkedCall(new ProtocolBus(), [ADA, BEN], { group })
    expect(denied(call.feed({ type: 'version', presence: presenceOf(CLEO), newer: true }))).to.deep.equal([])

    const joining = new ProtocolBus().add(ADA, { group })
    joining.feed({ type: 'version', presence: presenceOf(CLEO), newer: true })
    joining.feed({ type: 'exhausted' })
    expect(joining.error).to.equal(undefined)
    expect(joining.protocol.entered).to.equal(true)
  })
})
