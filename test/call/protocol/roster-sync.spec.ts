import { expect } from 'aegir/chai'
import { compare } from 'uint8arrays/compare'
import { createIdentity } from '../../../keys/index.ts'
import { rosterMessages } from '../../../src/call/protocol/roster-messages.ts'
import { changeRoster, MAX_LINKS, rosterHash } from '../../../src/group/index.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { createMembersOnlyGroup } from '../fixtures/members-only.ts'
import { keyOf, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { Identity } from '../../../keys/index.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { Group, Roster, RosterChange } from '../../../src/group/index.ts'
import type { ParticipantState, RosterMessage, SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [BEN, CLEO, DAN, EVE] = ['b', 'c', 'd', 'e'].map(keyOf)

describe('the roster during a call', () => {
  let identity: Identity
  let first: Group
  /** Without Cleo, and so with another secret */
  let second: Group
  let bus: ProtocolBus
  let ada: BusPeer
  let ben: BusPeer
  let cleo: BusPeer

  before(async () => {
    ({ owner: identity, group: first } = await createMembersOnlyGroup([BEN, CLEO]))
    second = await changeRoster(first, identity, { remove: [CLEO] })
  })

  beforeEach(() => {
    bus = new ProtocolBus();
    [ada, ben, cleo] = createLinkedCall(bus, [identity.publicKey, BEN, CLEO], { group: first })
  })

  const ADA = (): string => identity.publicKey
  const messageOf = (group: Group, secret?: Uint8Array): RosterMessage => ({ type: 'roster', roster: group.roster as Roster, links: [...group.links ?? []], oldest: 1, secret })

  /** Returns the recipients of rosters, and whether each was sent the secret, and directly */
  function rostersIn (effects: Effect[]): Array<[to: string, secret: boolean, direct: boolean]> {
    return effects.flatMap(effect => effect.type === 'send' && effect.message.type === 'roster' ? [[effect.to.publicKey, effect.message.secret != null, effect.direct === true]] : [])
  }

  it('brings the new secret to those who stay, directly, and not to a member who is removed', () => {
    const effects = ada.feed({ type: 'group', group: second })

    expect(rostersIn(effects)).to.have.deep.members([[BEN, true, true], [CLEO, false, false]])
    expect(effects).to.deep.include({ type: 'change-keys', group: second, staying: [ben.presence] })
    expect(effects.at(-1)).to.deep.equal({ type: 'adopted', group: second, renewed: true, bearer: undefined })
    expect(ada.events('group')).to.deep.equal([second])
  })

  it('is brought to a session that asks again and again only a few times, and later again', () => {
    const ask = (): number => rostersIn(ada.receive(ben.presence, { type: 'state', state: stateOf({ participants: 3 }) })).length
    const answers = Array.from({ length: 20 }, ask)
    expect(answers.reduce((sum, count) => sum + count)).to.be.within(1, 4)
    // another session has its own share
    expect(rostersIn(ada.receive(cleo.presence, { type: 'state', state: stateOf({ participants: 3 }) }))).to.have.lengthOf(1)

    const old = messageOf({ ...first, roster: { ...first.roster as Roster } })
    expect(rostersIn(ada.receive(ben.presence, old)).length).to.equal(0)
    bus.now += 60_000
    expect(ask()).to.equal(1)
  })

  it('disconnects a removed member for good, once it has had time to hear of it', () => {
    ada.feed({ type: 'group', group: second })
    expect(ada.others).to.include(CLEO)
    bus.pass(100)

    expect(ada.others).to.deep.equal([BEN])
    expect(ada.effects.filter(effect => effect.type === 'disconnect').map(({ record, left }) => [record.publicKey, left])).to.deep.equal([[CLEO, true]])
  })

  it('keeps its keys when a member is only added', async () => {
    const added = await changeRoster(first, identity, { add: [DAN] })
    const effects = ada.feed({ type: 'group', group: added })

    expect(rostersIn(effects)).to.have.deep.members([[BEN, false, true], [CLEO, false, true]])
    expect(effects.map(({ type }) => type)).to.not.include('change-keys')
    expect(effects.at(-1)).to.deep.equal({ type: 'adopted', group: added, renewed: false, bearer: undefined })
  })

  it('is passed on by those who learn of it, but not back', () => {
    const effects = ben.receive(ada.presence, messageOf(second, second.secret))

    expect(rostersIn(effects)).to.deep.equal([[CLEO, false, false]])
    expect(ben.protocol.group.secret).to.equal(second.secret)
    expect(effects.at(-1)).to.include({ type: 'adopted', renewed: true, bearer: ada.presence })
  })

  it('ends the call of a member who is no longer on it, and tells it no secret', () => {
    const effects = cleo.receive(ada.presence, messageOf(second))

    expect(cleo.error).to.have.property('name', 'RemovedError')
    expect(cleo.protocol.group).to.equal(first)
    expect(sentIn(effects)).to.deep.equal([])
  })

  it('ends the call of an owner that removes itself, once the others have been told', async () => {
    const owners = await changeRoster(first, identity, { addOwners: [BEN] })
    const without = await changeRoster(owners, identity, { remove: [ADA()] })
    const effects = ada.feed({ type: 'group', group: without })

    expect(rostersIn(effects)).to.have.deep.members([[BEN, true, true], [CLEO, true, true]])
    expect(ada.error).to.equal(undefined)
    bus.pass(100)
    expect(ada.error).to.have.property('name', 'RemovedError')
  })

  it('is brought to a member who is behind, and to nobody else', () => {
    ada.feed({ type: 'group', group: second })
    bus.pass(1_000)

    // Ben is in another epoch, so he needs the secret
    expect(rostersIn(ada.receive(ben.presence, messageOf(first)))).to.deep.equal([[BEN, true, true]])
    expect(rostersIn(ada.receive(cleo.presence, messageOf(first)))).to.deep.equal([])
    // a member outside the call can't be answered
    expect(rostersIn(ada.feed({ type: 'roster', presence: ben.presence, message: messageOf(first) }))).to.deep.equal([])
  })

  it('is brought to a participant whose state shows an older version', () => {
    const state = (rosterVersion: number): SignalMessage => ({ type: 'state', state: stateOf({ participants: 3, rosterVersion }) })

    expect(rostersIn(ada.receive(ben.presence, state(0)))).to.deep.equal([[BEN, false, false]])
    expect(rostersIn(ada.receive(ben.presence, state(1)))).to.deep.equal([])
    expect(rostersIn(ada.receive(ben.presence, state(9)))).to.deep.equal([])
  })

  it('is not changed by a secret that no owner has signed, or that is missing', () => {
    ben.receive(ada.presence, messageOf(second, new Uint8Array(32)))
    ben.receive(ada.presence, messageOf(second))

    expect(ben.protocol.group).to.equal(first)
    expect(ben.events('group')).to.deep.equal([])
  })

  it('is brought to a participant whose state shows another roster of the same version', async () => {
    const other = await changeRoster(first, identity, { remove: [BEN] })
    const state = (rosterHash?: Uint8Array): SignalMessage => ({ type: 'state', state: stateOf({ participants: 3, rosterVersion: 2, rosterHash }) })
    ada.feed({ type: 'group', group: second })

    expect(rostersIn(ada.receive(ben.presence, state(rosterHash(other))))).to.deep.equal([[BEN, false, false]])
    expect(rostersIn(ada.receive(ben.presence, state(rosterHash(second))))).to.deep.equal([])
    expect(ada.protocol.state.rosterHash).to.deep.equal(rosterHash(second))
  })

  it('comes with the links that a participant lacks, and no others', async () => {
    let latest = first

    for (const add of [DAN, EVE]) {
      latest = await changeRoster(latest, identity, { add: [add] })
    }

    ada.feed({ type: 'group', group: latest })
    const linksFor = (state: Partial<ParticipantState>): number[] | undefined => sentIn(ada.receive(ben.presence, { type: 'state', state: stateOf({ participants: 3, ...state }) }))
      .flatMap(([, message]) => message.type === 'roster' ? message.links?.map(({ version }) => version) ?? [] : [])

    expect(linksFor({ rosterVersion: 0 })).to.deep.equal([1, 2])
    expect(linksFor({ rosterVersion: 1, rosterHash: rosterHash(first) })).to.deep.equal([2])
  })

  describe('that forks', () => {
    /** Of the same owner, so the hash decides */
    let winner: Group
    let loser: Group

    before(async () => {
      const groups = await Promise.all([DAN, EVE].map(async publicKey => changeRoster(first, identity, { add: [publicKey] })));
      [winner, loser] = groups.sort((a, b) => compare(rosterHash(a) as Uint8Array, rosterHash(b) as Uint8Array))
    })

    it('raises the alarm once for members on both branches, who go on with the same one', () => {
      ada.feed({ type: 'group', group: winner })
      ben.feed({ type: 'group', group: loser })
      const answer = sentIn(ada.receive(ben.presence, messageOf(loser))).map(([, message]) => message)
      answer.forEach(message => { ben.receive(ada.presence, message) })
      ada.receive(ben.presence, messageOf(loser))
      ben.receive(ada.presence, messageOf(winner))

      expect([ada, ben].map(peer => peer.events('alarm'))).to.deep.equal([[{ version: 2, resolved: true }], [{ version: 2, resolved: true }]])
      expect([ada, ben].map(peer => peer.protocol.group.roster)).to.deep.equal([winner.roster, winner.roster])
    })

    it('raises the alarm also for members that the losing branch did not reach', () => {
      bus.reaches = (from, to) => from !== BEN || to !== ADA()
      ada.feed({ type: 'group', group: winner })
      ben.feed({ type: 'group', group: loser })
      bus.run()

      expect([ada, ben, cleo].map(peer => peer.events('alarm'))).to.deep.equal(Array(3).fill([{ version: 2, resolved: true }]))
    })

    it('raises the alarm for those who meet the losing branch only as that of an owner who is removed on the winning one', async () => {
      // hashes are random, and the branch without Ben has to win
      const branches = async (change: RosterChange): Promise<Group[]> => {
        const groups = await Promise.all([...'123456789'].map(async digit => changeRoster(first, identity, { ...change, add: [keyOf(digit)] })))

        return groups.sort((a, b) => compare(rosterHash(a) as Uint8Array, rosterHash(b) as Uint8Array))
      }
      const winning = (await branches({ remove: [BEN] }))[0]
      const losing = (await branches({}))[8]
      bus.reaches = () => false
      ben.feed({ type: 'group', group: losing })
      bus.run()
      bus.reaches = () => true
      ada.feed({ type: 'group', group: winning })
      bus.run()

      expect(ben.error?.name).to.equal('RemovedError')
      expect([ada, ben, cleo].map(peer => peer.events('alarm'))).to.deep.equal(Array(3).fill([{ version: 2, resolved: true }]))
    })

    it('raises an alarm that is not resolved for a member who missed too many changes', async () => {
      const other = await createIdentity()
      const owners = await changeRoster(first, identity, { addOwners: [other.publicKey] })
      let late = owners

      for (let count = 0; count < MAX_LINKS + 10; count++) {
        late = await changeRoster(late, other, count % 2 === 0 ? { add: [DAN] } : { remove: [DAN] })
      }

      ada.feed({ type: 'group', group: owners })
      rosterMessages(late, { secret: true }).forEach(message => { ada.receive(ben.presence, message) })
      expect(ada.events('alarm')).to.deep.equal([{ version: late.roster?.version, resolved: false }])
      expect(ada.protocol.group.roster).to.equal(owners.roster)
    })

    it('raises a limited number of alarms', async () => {
      ada.feed({ type: 'group', group: winner })

      for (const add of ['1', '2', '3', '4', '5', '6', '7', '8', '9'].flatMap(digit => [[DAN], [EVE]].map(others => [...others, keyOf(digit)]))) {
        ada.receive(ben.presence, messageOf(await changeRoster(first, identity, { add })))
      }

      expect(ada.events('alarm')).to.have.lengthOf(16)
    })

    it('raises the alarm if the other branch comes from a file', () => {
      ada.feed({ type: 'group', group: winner })
      ada.feed({ type: 'group', group: loser })

      expect(ada.events('alarm')).to.deep.equal([{ version: 2, resolved: true }])
      expect(ada.protocol.group.roster).to.equal(winner.roster)
    })

    it('ends the call of an owner who was removed on the winning branch, with an alarm', async () => {
      const owners = await changeRoster(first, identity, { addOwners: [BEN] })
      const adas = await changeRoster(owners, identity, { remove: [BEN] })
      const bens = await changeRoster(owners, identity, { add: [DAN] })
      const [here, there] = [adas, bens].sort((a, b) => compare(rosterHash(a) as Uint8Array, rosterHash(b) as Uint8Array))
      ben.feed({ type: 'group', group: there })
      ben.receive(ada.presence, messageOf(here))

      expect(ben.events('alarm')).to.deep.equal([{ version: 3, resolved: true }])
      expect(ben.error?.name).to.equal(here === adas ? 'RemovedError' : undefined)
    })
  })

  it('is the end of claims: nobody who isn\'t on it is taken for a participant', () => {
    ada.receive(ben.presence, { type: 'welcome', presences: [presenceOf(EVE)], informed: [], state: stateOf({ participants: 4 }) })

    expect(ada.others).to.not.include(EVE)
  })

  it('asks for what is missing between a roster and its own, once', async () => {
    const third = await changeRoster(second, identity, { add: [DAN] })
    const fourth = await changeRoster(third, identity, { add: [EVE] })
    const alone: RosterMessage = { type: 'roster', roster: fourth.roster, secret: fourth.secret, oldest: 1 }

    expect(rostersIn(ben.receive(ada.presence, alone))).to.deep.equal([[ADA(), false, false]])
    expect(rostersIn(ben.receive(ada.presence, alone))).to.deep.equal([])
    expect(ben.protocol.group).to.equal(first)
    expect(ben.events('alarm')).to.deep.equal([])

    // in another order, and over several messages
    const [, two, three] = fourth.links ?? []
    ben.receive(ada.presence, { type: 'roster', links: [three] })
    ben.receive(ada.presence, { type: 'roster', links: [two] })
    expect(ben.protocol.group.roster).to.equal(fourth.roster)
    expect(ben.protocol.group.secret).to.equal(fourth.secret)
  })

  it('says how many owners in the call a person who knocks has to wait for', async () => {
    const knock: SignalMessage = { type: 'join', state: stateOf({ participants: 1 }) }
    const waits = (peer: BusPeer): unknown => sentIn(peer.receive(presenceOf(DAN), knock)).find(([, { type }]) => type === 'wait')?.[1]
    expect(waits(ben)).to.deep.equal({ type: 'wait', owners: 1 })

    const promoted = await changeRoster(first, identity, { addOwners: [BEN] });
    [ada, ben].forEach(peer => { peer.feed({ type: 'group', group: promoted }) })
    expect(waits(ada)).to.deep.equal({ type: 'wait', owners: 2 })
    expect(waits(ben)).to.deep.equal({ type: 'wait', owners: 2 })
  })
})
