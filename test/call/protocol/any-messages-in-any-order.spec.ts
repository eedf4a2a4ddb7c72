import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { fromString } from 'uint8arrays/from-string'
import { changeRoster } from '../../../src/group/index.ts'
import { HARD_LIMIT } from '../../../src/mesh/index.ts'
import { INVENTED } from '../fixtures/any-message.ts'
import { anySize, DIGITS, runAction, scenarios } from '../fixtures/any-scenario.ts'
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

/** Presences in a message, besides the sender's */
const MAX_NAMED = 8
/** Messages that an input may cause */
const MAX_SENT = 40

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
    it(`neither end anybody's call in ${what} group nor part those who are linked, blame or add nobody else, are not multiplied, and fill no memory`, () => {
      fc.assert(fc.property(scenarios(world, anySize), scenario => {
        const bus = new ProtocolBus(scenario.chances)
        const honest = createLinkedCall(bus, scenario.keys.slice(0, scenario.honest), { group: world.group })
        expectUnharmed(honest)
        honest.forEach(peer => { watch(peer, honest, world) })

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

/** Checks what comes of each input, alone */
function watch (peer: BusPeer, honest: BusPeer[], { outsiders }: World): void {
  const feed = peer.feed.bind(peer)
  const keys = honest.map(({ presence }) => presence.publicKey)
  /** Sessions that were asked whether they are there */
  const asked = new Set<string>()

  peer.feed = input => {
    const effects = feed(input)
    const added = effects.flatMap(effect => effect.type === 'emit' && effect.event === 'participant:join' ? [effect.detail] : [])
    const sent = effects.flatMap(effect => effect.type === 'send' ? [effect] : [])

    if (input.type === 'message') {
      const { message, presence: { publicKey, session } } = input

      // an honest participant is never to blame, whatever it was told before
      if (keys.includes(publicKey)) {
        expect(effects.filter(effect => effect.type === 'drop' && effect.violation), `a message by ${publicKey}`).to.deep.equal([])
      }

      if (message.type === 'present') {
        expect(added.filter(participant => participant.publicKey !== publicKey || !asked.has(`${publicKey} ${session}`)), 'added by an answer that was not asked for').to.deep.equal([])
      } else if (message.type !== 'welcome') {
        // only a goodbye lets in others, those that were refused before
        expect(added.filter(participant => participant.publicKey !== publicKey && message.type !== 'leave').length, `added by ${message.type}`).to.equal(0)
      }
    }

    expect(added.filter(({ publicKey }) => outsiders.includes(publicKey)), 'off the roster').to.deep.equal([])
    // what an input can make us dial or send
    expect(effects.filter(({ type }) => type === 'connect').length).to.be.at.most(MAX_NAMED + 1)
    expect(sent.filter(({ message }) => message.type === 'look').length).to.be.at.most(MAX_NAMED)
    expect(sent.length, `messages that an input of type ${input.type} causes`).to.be.at.most(MAX_SENT)

    sent.filter(({ message }) => message.type === 'look').forEach(({ to: { publicKey, session } }) => { asked.add(`${publicKey} ${session}`) })

    return effects
  }
}

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
