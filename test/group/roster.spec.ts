import { InvalidParametersError } from '@libp2p/interface'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { applyRoster, changeRoster, createGroup, createInvite, decodeRoster, encodeRoster, isMember, isOwner, parseInvite, verifyRoster } from '../../src/group/index.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, Roster, RosterChange } from '../../src/group/index.ts'

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
  const rosterOf = ({ roster }: Group): Roster => {
    expect(roster).to.not.equal(undefined)

    return roster as Roster
  }

  it('has its maker on it, and nobody else', () => {
    expect(isMember(group, key(ada))).to.equal(true)
    expect(isOwner(group, key(ada))).to.equal(true)
    expect(isMember(group, key(ben))).to.equal(false)
  })

  it('is not there in a group for everybody with an invite', async () => {
    const open = createGroup({ name: 'square', owner: ada })

    expect(isMember(open, key(mallory))).to.equal(true)
    await expect(changeRoster(open, ada, { add: [key(ben)] })).to.eventually.be.rejectedWith(InvalidParametersError)
  })

  it('grows and shrinks by an owner\'s word, and takes the secret with it when it shrinks', async () => {
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
    await expect(verifyRoster(decoded)).to.eventually.equal(true)
  })

  it('is not believed when a byte was changed', async () => {
    const bytes = encodeRoster(rosterOf(await changeRoster(group, ada, { add: [key(ben)] })))

    for (let at = 0; at < bytes.byteLength; at += 7) {
      const wrong = bytes.slice()
      wrong[at] ^= 1
      let believed = false

      try {
        believed = await verifyRoster(decodeRoster(wrong))
      } catch (err) {
        expect(err).to.be.an.instanceOf(Error)
      }

      expect(believed, `byte ${at}`).to.equal(false)
    }
  })

  it('reaches one who only has an invite', async () => {
    const now = await changeRoster(group, ada, { add: [key(ben)], addOwners: [key(cleo)] })
    const later = await changeRoster(now, cleo, { remove: [key(ben)] })
    const invited = parseInvite(createInvite(later)).group

    expect(isMember(invited, key(cleo))).to.equal(true)
    expect(applyRoster(invited, rosterOf(later)).outcome).to.equal('newer')
    expect(applyRoster(invited, rosterOf(now)).outcome).to.equal('older')
  })

  it('brings those up to date who missed what came between', async () => {
    const one = await changeRoster(group, ada, { addOwners: [key(ben)] })
    const two = await changeRoster(one, ben, { add: [key(cleo)] })
    const three = await changeRoster(two, ben, { remove: [key(cleo)] })
    const { outcome, group: caughtUp } = applyRoster(group, rosterOf(three), three.secret)

    expect(outcome).to.equal('newer')
    expect(caughtUp).to.deep.include({ epoch: 1, secret: three.secret, previous: [{ epoch: 0, secret: group.secret }] })
  })

  it('asks for the secret when that is another one', async () => {
    const next = await changeRoster(await changeRoster(group, ada, { add: [key(ben)] }), ada, { remove: [key(ben)] })

    expect(applyRoster(group, rosterOf(next)).outcome).to.equal('secret-needed')
    expect(applyRoster(group, rosterOf(next), new Uint8Array(32)).outcome).to.equal('refused')
  })

  it('is refused of one who may not', async () => {
    // a group of her own with the id and secret of ours
    const forged = await changeRoster({ ...createGroup({ name: 'friends', owner: mallory, membersOnly: true }), id: group.id, secret: group.secret }, mallory, { add: [key(ben)] })
    const foreign = await changeRoster(createGroup({ name: 'others', owner: ada, membersOnly: true }), ada, { add: [key(ben)] })

    expect(applyRoster(group, rosterOf(forged)).outcome).to.equal('refused')
    expect(applyRoster(group, rosterOf(foreign)).outcome).to.equal('refused')
    expect(applyRoster(createGroup({ name: 'square', owner: ada }), rosterOf(forged)).outcome).to.equal('refused')
  })

  it('is refused of one who was an owner once', async () => {
    const named = await changeRoster(group, ada, { addOwners: [key(mallory)] })
    const removed = await changeRoster(named, ada, { remove: [key(mallory)] })
    // in an epoch of her own, which is as new as ours
    const back = await changeRoster(await changeRoster(named, mallory, { add: [key(ben)] }), mallory, { remove: [key(ben)] })

    expect(rosterOf(back).version).to.be.above(rosterOf(removed).version)
    expect(back.epoch).to.equal(removed.epoch)
    expect(applyRoster(removed, rosterOf(back), back.secret).outcome).to.equal('refused')
  })

  it('raises an alarm when there are two of one version, and everybody takes the same', async () => {
    const both = await changeRoster(group, ada, { addOwners: [key(ben)] })
    const adas = await changeRoster(both, ada, { add: [key(cleo)] })
    const bens = await changeRoster(both, ben, { addOwners: [key(mallory)] })
    const [atAda, atBen] = [applyRoster(adas, rosterOf(bens)), applyRoster(bens, rosterOf(adas))]

    expect([atAda.outcome, atBen.outcome]).to.deep.equal(['conflict', 'conflict'])
    expect([atAda.group == null, atBen.group == null].sort()).to.deep.equal([false, true])
    expect((atAda.group ?? adas).roster?.signed?.bytes).to.deep.equal((atBen.group ?? bens).roster?.signed?.bytes)
  })

  it('is not changed by who has nothing but an invite: everybody would be taken off it', async () => {
    const grown = await changeRoster(group, ada, { add: [key(ben)] })
    const shrunk = await changeRoster(grown, ada, { remove: [key(ben)] })
    const invited = parseInvite(createInvite(shrunk)).group

    for (const stale of [invited, { ...grown, epoch: invited.epoch, secret: invited.secret }]) {
      await expect(changeRoster(stale, ada, { add: [key(cleo)] })).to.eventually.be.rejectedWith(/not known here/)
    }

    expect(await changeRoster(parseInvite(createInvite(group)).group, ada, { add: [key(cleo)] })).to.have.nested.property('roster.version', 1)
  })

  const wrong: Array<[what: string, who: 'ada' | 'ben', change: RosterChange]> = [
    ['somebody who is no owner', 'ben', { add: ['c'] }],
    ['nothing', 'ada', {}],
    ['a key that is none', 'ada', { add: ['12345'] }],
    ['somebody who is there', 'ada', { add: ['a'] }],
    ['somebody who is not there', 'ada', { remove: ['c'] }],
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
