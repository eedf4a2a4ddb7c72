import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { Roll } from '../../src/call/roll.ts'
import { changeRoster, createGroup } from '../../src/group/index.ts'
import type { Identity } from '../../keys/index.ts'
import type { MutableParticipant } from '../../src/call/participant.ts'
import type { Group, Roster } from '../../src/group/index.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'

describe('the roll of a call', () => {
  let ada: Identity
  let ben: Identity
  let cleo: Identity
  let first: Group
  let second: Group
  let sent: Array<{ to: string, direct: boolean, message: SignalMessage }>
  let happened: string[]

  before(async () => {
    [ada, ben, cleo] = await Promise.all([1, 2, 3].map(async () => createIdentity()))
    first = await changeRoster(createGroup({ name: 'friends', owner: ada, membersOnly: true }), ada, { add: [ben.publicKey, cleo.publicKey] })
    second = await changeRoster(first, ada, { remove: [cleo.publicKey] })
  })

  beforeEach(() => {
    sent = []
    happened = []
  })

  const rosterOf = (group: Group): Roster => group.roster as Roster

  function create (identity: Identity, others: Identity[], group: Group = first): Roll {
    return new Roll({
      group,
      identity,
      signaling: {
        send: (to, message) => { sent.push({ to, direct: false, message }) },
        sendDirectly: (to, message) => { sent.push({ to, direct: true, message }) }
      },
      others: new Map(others.map(({ publicKey }) => [publicKey, {} as unknown as MutableParticipant])),
      remove: publicKey => { happened.push(`remove ${publicKey}`) },
      onGroup: (_, renewed) => { happened.push(renewed ? 'renewed' : 'changed') },
      onAlarm: () => { happened.push('alarm') },
      onRemoved: ({ name }) => { happened.push(name) }
    })
  }

  it('hands the new secret to those who stay, directly, and not to who is removed', async () => {
    const roll = create(ada, [ben, cleo])
    await roll.change({ remove: [cleo.publicKey] })

    expect(sent.map(({ to, direct, message }) => [to, direct, message.type, message.type === 'roster' && message.secret != null])).to.have.deep.members([
      [ben.publicKey, true, 'roster', true],
      [cleo.publicKey, false, 'roster', false]
    ])
    expect(happened).to.deep.equal(['renewed'])
    roll.stop()
  })

  it('is handed on by who learns of it, but not back', () => {
    const roll = create(ben, [ada, cleo])
    roll.receive(ada.publicKey, rosterOf(second), second.secret)

    expect(sent.map(({ to }) => to)).to.deep.equal([cleo.publicKey])
    expect(roll.group.secret).to.equal(second.secret)
    expect(happened).to.deep.equal(['renewed'])
    roll.stop()
  })

  it('ends the call of who is on it no more, who learns no secret', () => {
    const roll = create(cleo, [ada, ben])
    roll.receive(ada.publicKey, rosterOf(second))

    expect(happened).to.deep.equal(['RemovedError'])
    expect(roll.group).to.equal(first)
    expect(sent).to.deep.equal([])
  })

  it('is shown to a member who is behind, and to nobody else', () => {
    const roll = create(ada, [ben], second)
    roll.receive(ben.publicKey, rosterOf(first))
    expect(sent.map(({ to, message }) => [to, message.type === 'roster' && message.secret == null])).to.deep.equal([[ben.publicKey, true]])

    roll.receive(cleo.publicKey, rosterOf(first))
    expect(sent).to.have.lengthOf(1)
    expect(happened).to.deep.equal([])
  })

  it('is not changed by a secret that was not signed', () => {
    const roll = create(ben, [ada])
    roll.receive(ada.publicKey, rosterOf(second), new Uint8Array(32))
    roll.receive(ada.publicKey, rosterOf(second))

    expect(roll.group).to.equal(first)
    expect(happened).to.deep.equal([])
  })

  it('has its owners who are in the call, oneself first', () => {
    expect(create(ada, [ben]).owners).to.deep.equal([ada.publicKey])
    expect(create(ben, [ada]).owners).to.deep.equal([ada.publicKey])
    expect(create(ben, [cleo]).owners).to.deep.equal([])
  })
})
