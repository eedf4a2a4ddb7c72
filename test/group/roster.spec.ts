import { InvalidParametersError } from '@libp2p/interface'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { applyRoster, changeRoster, createGroup, createInvite, decodeRoster, encodeRoster, isMember, isOwner, parseInvite, verifyRosters } from '../../src/group/index.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, Roster, RosterChange, RosterNews } from '../../src/group/index.ts'

describe('a roster', () => {
  let ada: Identity
  let ben: Identity
  let cleo: Identity
  let mallory: Identity
  let group: Group

  before(async () => {
    [ada, ben, cleo, mallory] = await Promise.all([1, 2, 3, 4].map(async () => createIdentity()))
    group = createGroup({ name: 'friends', owner: ada, membersOnly: true })
  })

  const key = ({ publicKey }: Identity): string => publicKey
  /** A group's roster with its chain, as a member without the secret brings it */
  const newsOf = (group: Group): RosterNews => ({ roster: rosterOf(group), links: group.links })
  const rosterOf = ({ roster }: Group): Roster => {
    expect(roster).to.not.equal(undefined)

    return roster as Roster
  }

  it('contains only its founder at first', () => {
    expect(isMember(group, key(ada))).to.equal(true)
    expect(isOwner(group, key(ada))).to.equal(true)
    expect(isMember(group, key(ben))).to.equal(false)
  })

  it('is missing in a group that everyone with an invite may join', async () => {
    const open = createGroup({ name: 'square', owner: ada })

    expect(isMember(open, key(mallory))).to.equal(true)
    await expect(changeRoster(open, ada, { add: [key(ben)] })).to.eventually.be.rejectedWith(InvalidParametersError)
  })

  it('grows and shrinks as its owners sign, with a new secret when it shrinks', async () => {
    const grown = await changeRoster(group, ada, { add: [key(ben), key(cleo)] })
    expect([ben, cleo].every(person => isMember(grown, key(person)))).to.equal(true)
    expect(grown).to.have.property('epoch', 0)
    expect(grown.secret).to.equal(group.secret)

    const shrunk = await changeRoster(grown, ada, { remove: [key(ben)] })
    expect(isMember(shrunk, key(ben))).to.equal(false)
    expect(shrunk).to.have.property('epoch', 1)
    expect(shrunk.secret).to.not.deep.equal(group.secret)
    expect(shrunk.previous).to.deep.equal([{ epoch: 0, secret: group.secret }])
  })

  it('survives its encoding', async () => {
    const changed = await changeRoster(group, ada, { add: [key(ben)], addOwners: [key(cleo)] })
    const decoded = decodeRoster(encodeRoster(rosterOf(changed)))

    expect(decoded.owners).to.deep.equal(rosterOf(changed).owners)
    expect(decoded.members).to.deep.equal([key(ben)])
    await expect(verifyRosters([decoded])).to.eventually.equal(true)
  })

  it('does not verify after a byte was changed', async () => {
    const bytes = encodeRoster(rosterOf(await changeRoster(group, ada, { add: [key(ben)] })))

    for (let at = 0; at < bytes.byteLength; at += 7) {
      const wrong = bytes.slice()
      wrong[at] ^= 1
      let believed = false

      try {
        believed = await verifyRosters([decodeRoster(wrong)])
      } catch (err) {
        expect(err).to.be.an.instanceOf(Error)
      }

      expect(believed, `byte ${at}`).to.equal(false)
    }
  })

  it('is accepted by a person who only has an invite', async () => {
    const now = await changeRoster(group, ada, { add: [key(ben)], addOwners: [key(cleo)] })
    const later = await changeRoster(now, cleo, { remove: [key(ben)] })
    const invited = parseInvite(createInvite(later)).group

    expect(isMember(invited, key(cleo))).to.equal(true)
    expect(applyRoster(invited, newsOf(later)).outcome).to.equal('newer')
    expect(applyRoster(invited, newsOf(now)).outcome).to.equal('older')
  })

  it('brings members up to date who missed several changes', async () => {
    const one = await changeRoster(group, ada, { addOwners: [key(ben)] })
    const two = await changeRoster(one, ben, { add: [key(cleo)] })
    const three = await changeRoster(two, ben, { remove: [key(cleo)] })
    const { outcome, group: caughtUp } = applyRoster(group, { ...newsOf(three), secret: three.secret })

    expect(outcome).to.equal('newer')
    expect(caughtUp).to.deep.include({ epoch: 1, secret: three.secret, previous: [{ epoch: 0, secret: group.secret }] })
  })

  it('needs the secret if that is a new one', async () => {
    const next = await changeRoster(await changeRoster(group, ada, { add: [key(ben)] }), ada, { remove: [key(ben)] })

    expect(applyRoster(group, newsOf(next)).outcome).to.equal('secret-needed')
    expect(applyRoster(group, { ...newsOf(next), secret: new Uint8Array(32) }).outcome).to.equal('refused')
  })

  it('is refused if it is not by an owner', async () => {
    // a group of her own with the id and secret of ours
    const forged = await changeRoster({ ...createGroup({ name: 'friends', owner: mallory, membersOnly: true }), id: group.id, secret: group.secret }, mallory, { add: [key(ben)] })
    const foreign = await changeRoster(createGroup({ name: 'others', owner: ada, membersOnly: true }), ada, { add: [key(ben)] })

    expect(applyRoster(group, newsOf(forged)).outcome).to.equal('refused')
    expect(applyRoster(group, newsOf(foreign)).outcome).to.equal('refused')
    expect(applyRoster(createGroup({ name: 'square', owner: ada }), newsOf(forged)).outcome).to.equal('refused')
  })

  it('can\'t be changed by an owner who has only an invite: everyone else would be removed', async () => {
    const grown = await changeRoster(group, ada, { add: [key(ben)] })
    const shrunk = await changeRoster(grown, ada, { remove: [key(ben)] })
    const invited = parseInvite(createInvite(shrunk)).group

    for (const stale of [invited, { ...grown, epoch: invited.epoch, secret: invited.secret }]) {
      await expect(changeRoster(stale, ada, { add: [key(cleo)] })).to.eventually.be.rejectedWith(/not known here/)
    }

    expect(await changeRoster(parseInvite(createInvite(group)).group, ada, { add: [key(cleo)] })).to.have.nested.property('roster.version', 1)
  })

  const wrong: Array<[what: string, who: 'ada' | 'ben', change: RosterChange]> = [
    ['a person who isn\'t an owner', 'ben', { add: ['c'] }],
    ['nothing', 'ada', {}],
    ['a key that is none', 'ada', { add: ['12345'] }],
    ['a person who is on it already', 'ada', { add: ['a'] }],
    ['a person who isn\'t on it', 'ada', { remove: ['c'] }],
    ['the last owner', 'ada', { remove: ['a'] }],
    ['an owner to be one', 'ada', { addOwners: ['a'] }],
    ['one key twice', 'ada', { add: ['c', 'c'] }]
  ]

  wrong.forEach(([what, who, change]) => {
    it(`says what is wrong with a change of or by ${what}`, async () => {
      const people: Record<string, string> = { a: key(ada), b: key(ben), c: key(cleo) }
      const filled = Object.fromEntries(Object.entries(change).map(([name, keys]) => [name, (keys as string[]).map(person => people[person] ?? person)]))

      await expect(changeRoster(group, who === 'ada' ? ada : ben, filled)).to.eventually.be.rejectedWith(InvalidParametersError)
    })
  })
})
