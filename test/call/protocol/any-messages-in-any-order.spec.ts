import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { fromString } from 'uint8arrays/from-string'
import { changeRoster } from '../../../src/group/index.ts'
import { HARD_LIMIT } from '../../../src/mesh/index.ts'
import { INVENTED } from '../fixtures/any-message.ts'
import { DIGITS, runAction, scenarios } from '../fixtures/any-scenario.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { createMembersOnlyGroup } from '../fixtures/members-only.ts'
import { keyOf, OPEN, presenceOf, ProtocolBus } from '../fixtures/protocol-bus.ts'
import { sizesIn } from '../fixtures/sizes.ts'
import type { ParticipantRecord } from '../../../src/call/protocol/participants.ts'
import type { Roster } from '../../../src/group/index.ts'
import type { World } from '../fixtures/any-scenario.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

/** Knocks, denied sessions and such: 16; what a user has decided: 64 */
const MAX_REMEMBERED = 16
const MAX_DECISIONS = 64

/** Enough to find most faults; raise it after larger changes of the protocol */
const RUNS = 100

describe('any messages of three members, in any order', () => {
  const open: World = { group: OPEN, keys: [], rosters: [], outsiders: [] }
  const membersOnly: World = { group: OPEN, keys: [], rosters: [], outsiders: [keyOf('0')] }

  before(async () => {
    const members = DIGITS.map(keyOf)
    const { owner, group } = await createMembersOnlyGroup(members.slice(1))
    const second = await changeRoster(group, owner, { add: [members[0]] })
    const roster = second.roster as Roster
    const usurper = (publicKey: string): Roster => ({
      ...roster,
      version: 1_000,
      owners: [{ publicKey, since: 3, named: { by: publicKey, signature: new Uint8Array(64) } }],
      members: [],
      signed: { ...roster.signed, signer: publicKey, bytes: new Uint8Array([1]), hash: fromString(publicKey, 'base16') } as unknown as Roster['signed']
    })

    membersOnly.group = second
    membersOnly.keys = [owner.publicKey]
    membersOnly.rosters = [group.roster as Roster, roster, usurper(members[0]), usurper(keyOf('0'))]
  })

  for (const [what, world] of [['an open', open], ['a members-only', membersOnly]] as const) {
    it(`neither end anybody's call in ${what} group nor part those who are linked, and fill no memory`, () => {
      fc.assert(fc.property(scenarios(world), scenario => {
        const bus = new ProtocolBus(scenario.chances)
        const honest = createLinkedCall(bus, scenario.keys.slice(0, scenario.honest), { group: world.group })
        expectUnharmed(honest)

        for (const action of scenario.actions) {
          runAction(bus, honest, action)
          expectUnharmed(honest)
        }

        bus.pass(60_000)
        expectUnharmed(honest)
      }), { numRuns: RUNS })
    })
  }

  it('leave nothing behind of people who come and go', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [keyOf('a'), keyOf('b')])
    const come = (index: number): void => {
      const newcomer = presenceOf(index.toString(16).padStart(2, '0').repeat(32))
      ada.receive(newcomer, { type: 'join', state: { ...ada.protocol.state, settled: false } })
      ada.feed({ type: 'link', publicKey: newcomer.publicKey, state: 'connected' })
      ada.receive(ben.presence, { type: 'state', state: { ...ben.protocol.state, participants: 2 } })
      ada.receive(newcomer, { type: 'welcome', presences: [presenceOf(INVENTED[index % INVENTED.length])], informed: [], state: ada.protocol.state })
      ada.receive(newcomer, { type: 'leave' })
      INVENTED.forEach(publicKey => { ada.feed({ type: 'silence', publicKey }) })
    }

    for (let index = 0; index < 100; index++) {
      come(index)
      expectBounded(ada)
    }
  })
})

function expectUnharmed (honest: BusPeer[]): void {
  for (const peer of honest) {
    const { presence: own, protocol, error, effects } = peer
    const others = honest.filter(other => other !== peer).map(({ presence }) => presence)
    const isLinked = ({ publicKey, session, met }: ParticipantRecord): boolean => met && others.some(other => other.publicKey === publicKey && other.session === session)

    expect(error).to.equal(undefined)
    expect(effects.filter(effect => effect.type === 'end' || (effect.type === 'disconnect' && isLinked(effect.record)))).to.deep.equal([])
    // a newer session of ours is asked whether it is there
    expect(effects.filter(effect => effect.type === 'send' && effect.to.publicKey === own.publicKey && (effect.message.type !== 'look' || effect.to.session <= own.session))).to.deep.equal([])
    expect(effects.filter(effect => effect.type === 'renew-session'), 'in a call with others').to.deep.equal([])

    for (const { publicKey, session } of others) {
      expect(protocol.participants.get(publicKey)).to.include({ session, linkState: 'connected', met: true })
    }

    expect(protocol.nextWake ?? 0).to.be.a('number').and.satisfy(Number.isFinite)
    expectBounded(peer)
  }
}

function expectBounded ({ presence: { publicKey }, protocol }: BusPeer): void {
  expect(protocol.participants.publicKeys).to.not.include(publicKey)
  expect(protocol.participants.size).to.be.at.most(HARD_LIMIT - 1)

  for (const record of protocol.participants.list) {
    // everybody in the call, whether it has a place here or not
    expect(record.knows.size, 'knows').to.be.at.most(HARD_LIMIT)
    expect(record.introducedTo.size, 'introducedTo').to.be.at.most(HARD_LIMIT - 2)
    expect(record.owed.size, 'owed').to.be.at.most(HARD_LIMIT - 2)
    expect(record.links.size, 'links').to.be.at.most(HARD_LIMIT)
  }

  for (const [path, size] of sizesIn(protocol)) {
    expect(size, path).to.be.at.most(path.includes('pinning') ? MAX_DECISIONS : MAX_REMEMBERED)
  }
}
