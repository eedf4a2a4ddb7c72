import { InvalidParametersError } from '@libp2p/interface'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { addTicket, changeRoster, createGroup, createInvite, createTicket, findGroup, groupIdOf, isOwner, MAX_TICKETS, mergeGroups, newerGroup, parseInvite, removeTicket } from '../../src/group/index.ts'
import { stored } from './fixtures/stored.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, StoredGroup } from '../../src/group/index.ts'

describe('two states of one group', () => {
  let ada: Identity
  let ben: Identity
  let mallory: Identity
  /** Versions 0 to 3 of a members-only group; with 3 its epoch is 1 */
  let states: Group[]

  before(async () => {
    [ada, ben, mallory] = await Promise.all([1, 2, 3].map(async () => createIdentity()))
    const first = createGroup({ name: 'friends', owner: ada, membersOnly: true })
    const second = await changeRoster(first, ada, { add: [ben.publicKey] })
    const third = await changeRoster(second, ada, { addOwners: [ben.publicKey] })
    states = [first, second, third, await changeRoster(third, ben, { remove: [ada.publicKey] })]
  })

  const invited = (group: Group): Group => parseInvite(createInvite(group)).group
  const owners = ({ roster }: Group): string[] => roster?.owners.map(({ publicKey }) => publicKey) ?? []

  const pairs = [0, 1, 2, 3].flatMap(known => [0, 1, 2, 3].map(other => ({ known, other, later: Math.max(known, other) })))

  pairs.forEach(({ known, other, later }) => {
    it(`of versions ${known} and ${other} the newer one is taken`, () => {
      const newer = newerGroup(states[known], states[other])

      expect(newer).to.deep.include({ secret: states[later].secret, epoch: states[later].epoch })
      expect(newer.roster?.version).to.equal(later)

      if (later === known) {
        expect(newer).to.equal(states[known])
      }
    })

    it(`an invite of version ${other} to a group of version ${known} brings its epoch's secret, and no roster`, () => {
      const newer = newerGroup(states[known], invited(states[other]))

      expect(newer).to.deep.include({ secret: states[later].secret, epoch: states[later].epoch })
      expect(newer.roster).to.equal(states[known].roster)
    })
  })

  it('are merged in order, and keep the secrets of past epochs', () => {
    expect(newerGroup(states[2], states[3]).previous).to.deep.equal([{ epoch: 0, secret: states[0].secret }])
    expect(newerGroup(states[0], invited(states[3])).previous).to.deep.equal([{ epoch: 0, secret: states[0].secret }])
  })

  it('are caught up with from an invite, because the known owners have appointed the others', () => {
    const halfway = newerGroup(states[1], invited(states[3]))

    expect(halfway).to.have.property('epoch', 1)
    expect(newerGroup(halfway, states[3])).to.deep.include({ roster: states[3].roster, secret: states[3].secret })
    expect(newerGroup(states[3], halfway)).to.equal(states[3])
  })

  it('don\'t let an invite appoint its own owners', () => {
    const forged = { ...createGroup({ name: 'friends', owner: mallory, membersOnly: true }), id: states[1].id, epoch: 9 }
    const newer = newerGroup(states[1], invited(forged))

    expect(owners(newer)).to.deep.equal([ada.publicKey])
    expect(newer.previous?.[0]).to.deep.equal({ epoch: 0, secret: states[1].secret })
  })

  it('don\'t let a person who isn\'t an owner sign a roster', async () => {
    const forged = await changeRoster({ ...createGroup({ name: 'friends', owner: mallory, membersOnly: true }), id: states[1].id, secret: states[1].secret }, mallory, { add: [ben.publicKey] })

    expect(newerGroup(states[0], forged)).to.equal(states[0])
    expect(isOwner(newerGroup(states[0], forged), mallory.publicKey)).to.equal(false)
  })

  it('end at the same one of two rosters with the same version, in either order', async () => {
    const [one, two] = [await changeRoster(states[2], ada, { add: [mallory.publicKey] }), await changeRoster(states[2], ben, { remove: [ada.publicKey] })]
    const [here, there] = [newerGroup(one, two), newerGroup(two, one)]

    expect(here.roster?.signed?.bytes).to.deep.equal(there.roster?.signed?.bytes)
    expect(here.epoch).to.equal(there.epoch)
    expect(here.secret).to.deep.equal(there.secret)
  })

  it('are of the same group, of the same kind, or they are refused', () => {
    const { name } = states[0]
    const others = [
      createGroup({ name, owner: ada, membersOnly: true }),
      { ...createGroup({ name, owner: ada }), id: states[0].id },
      { ...createGroup({ name, owner: ada, publicRoom: true }), id: states[0].id }
    ]

    others.forEach(other => {
      expect(() => mergeGroups(stored(states[0]), stored(other))).to.throw(InvalidParametersError)
    })
  })

  it('are merged with all addresses, the latest first, and the local tickets', () => {
    const [mine, theirs] = [createTicket(), createTicket()]
    const addresses = Array.from({ length: 8 }, (_, index) => `/ip4/192.0.2.${index}/tcp/1`)
    const merged = mergeGroups(
      stored(states[1], { addresses, tickets: [mine] }),
      stored({ ...states[0], name: 'foes' }, { addresses: ['/ip4/192.0.2.3/tcp/1', '/ip4/192.0.2.9/tcp/1'], network: 'amino', tickets: [theirs] }))

    expect(merged.addresses.map(String)).to.deep.equal([3, 9, 0, 1, 2, 4, 5, 6].map(index => `/ip4/192.0.2.${index}/tcp/1`))
    expect(merged).to.deep.include({ network: 'amino', tickets: [mine], group: states[1] })
  })
})

describe('the tickets of a group', () => {
  it('expire, are used up, and are limited in number', async () => {
    const empty = stored(createGroup({ name: 'friends', owner: await createIdentity(), membersOnly: true }))
    const [ended, used, lasting] = [createTicket(1_000), createTicket(), createTicket(3_000)]
    const three = [ended, used, lasting].reduce((before, ticket) => addTicket(before, ticket, 500), empty)
    const more = addTicket(three, createTicket(), 2_000)

    expect(three.tickets).to.deep.equal([ended, used, lasting])
    expect(more.tickets).to.have.lengthOf(3).and.not.include(ended)
    expect(removeTicket(three, { secret: used.secret.slice() }).tickets).to.deep.equal([ended, lasting])

    const full = Array.from({ length: MAX_TICKETS }).reduce<StoredGroup>(before => addTicket(before, createTicket(), 500), more)

    expect(full.tickets).to.have.lengthOf(MAX_TICKETS).and.not.include(used)
  })
})

describe('what a group is called', () => {
  let groups: StoredGroup[]

  before(async () => {
    const owner = await createIdentity()
    const withId = (name: string, id: number): StoredGroup => stored({ ...createGroup({ name, owner }), id: new Uint8Array(32).fill(id) })
    groups = [withId('Friends', 0xab), withId('cafe', 0x11), withId('Übung', 0x22), withId('twins', 0x33), withId('Twins', 0x44), withId('abababab', 0x55)]
  })

  const found: Array<[text: string, id: number]> = [
    ['Friends', 0xab],
    [' FRIENDS ', 0xab],
    ['U\u0308bung', 0x22],
    ['1111', 0x11],
    ['3333', 0x33],
    ['44444444', 0x44],
    ['AB'.repeat(32), 0xab],
    ['cafe', 0x11]
  ]

  found.forEach(([text, id]) => {
    it(`is "${text}"`, () => {
      expect(groupIdOf(findGroup(groups, text).group)).to.equal(id.toString(16).repeat(32))
    })
  })

  const wrong: Array<[text: string, code: string, says: RegExp]> = [
    ['foes', 'not-found', /^There is no group "foes" here: `groupcall group list`/],
    ['', 'not-found', /no group ""/],
    ['111', 'not-found', /no group "111"/],
    ['a\nb\u001b', 'not-found', /no group "a\?b\?"/],
    ['twins', 'ambiguous', /^2 groups are called "twins": .*33333333 or 44444444$/],
    // a name that looks like the id of another group takes nobody there
    ['abababab', 'ambiguous', /abababab or 55555555$/]
  ]

  wrong.forEach(([text, code, says]) => {
    it(`is not ${JSON.stringify(text)}: ${code}`, () => {
      expect(() => findGroup(groups, text)).to.throw(says).with.property('code', code)
    })
  })
})
