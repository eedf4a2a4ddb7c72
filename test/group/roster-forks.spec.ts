import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { applyRoster, changeRoster, haveForked, createGroup, isOwner, newerGroup } from '../../src/group/index.ts'
import type { Identity } from '../../keys/index.ts'
import type { Applied } from '../../src/group/apply-roster.ts'
import type { Group, Roster } from '../../src/group/index.ts'

describe('a fork of the roster', () => {
  let ada: Identity
  let ben: Identity
  let cleo: Identity
  let dan: Identity
  /** Version 1: Ada, Ben and Cleo are owners in this order */
  let base: Group

  before(async () => {
    [ada, ben, cleo, dan] = await Promise.all([1, 2, 3, 4].map(async () => createIdentity()))
    base = await changeRoster(createGroup({ name: 'friends', owner: ada, membersOnly: true }), ada, { addOwners: [ben.publicKey, cleo.publicKey] })
  })

  /** Tells one state of a group about another, with its secret unless it is withheld */
  const tell = (known: Group, { roster, links, secret }: Group, withSecret = true): Applied => applyRoster(known, { roster: roster as Roster, links, secret: withSecret ? secret : undefined })

  it('arises when two owners remove each other: both are alarmed, and the owner who was named earlier stays', async () => {
    const bens = await changeRoster(base, ben, { remove: [cleo.publicKey] })
    const cleos = await changeRoster(base, cleo, { remove: [ben.publicKey] })
    const [atBen, atCleo] = [tell(bens, cleos), tell(cleos, bens)]

    expect(atBen).to.deep.include({ outcome: 'older', fork: atCleo.fork }).and.to.have.nested.property('fork.version', 2)
    expect(atCleo).to.have.property('outcome', 'newer')
    expect(atCleo.group?.roster).to.equal(bens.roster)
    expect([haveForked(bens, cleos), haveForked(cleos, bens), haveForked(base, bens), haveForked(bens, bens)]).to.deep.equal([true, true, false, false])
  })

  it('is decided for the winner\'s later changes, too', async () => {
    const bens = await changeRoster(base, ben, { remove: [ada.publicKey] })
    const adas = await changeRoster(await changeRoster(base, ada, { remove: [ben.publicKey] }), ada, { add: [dan.publicKey] })

    expect(tell(bens, adas).group?.roster).to.equal(adas.roster)
    expect(tell(adas, bens)).to.have.property('outcome', 'older')
  })

  it('is not decided by length', async () => {
    const adas = await changeRoster(base, ada, { add: [dan.publicKey] })
    let bens = await changeRoster(base, ben, { remove: [ada.publicKey] })

    for (const change of [{ add: [dan.publicKey] }, { remove: [cleo.publicKey] }, { remove: [dan.publicKey] }]) {
      bens = await changeRoster(bens, ben, change)
    }

    expect(tell(bens, adas)).to.deep.include({ outcome: 'newer' }).and.to.have.property('fork')
    expect(newerGroup(bens, adas).roster).to.equal(adas.roster)
    expect(newerGroup(adas, bens)).to.equal(adas)
    expect(newerGroup(adas, { ...bens, epoch: 5, secret: new Uint8Array(32) })).to.equal(adas)
  })

  it('between two rosters of one owner is decided by the lower hash', async () => {
    const two = await Promise.all([dan.publicKey, (await createIdentity()).publicKey].map(async publicKey => changeRoster(base, ada, { add: [publicKey] })))
    const [lower, higher] = two.sort((a, b) => Buffer.compare(a.roster?.signed?.hash as Uint8Array, b.roster?.signed?.hash as Uint8Array))

    expect(tell(lower, higher)).to.have.property('outcome', 'older')
    expect(tell(higher, lower).group?.roster).to.equal(lower.roster)
  })

  it('is decided by who was an owner earlier in the roster before it, however often a person was removed since', async () => {
    // Ben comes back, after Cleo
    const back = await changeRoster(await changeRoster(base, ada, { remove: [ben.publicKey] }), ada, { addOwners: [ben.publicKey] })
    const [bens, cleos] = [await changeRoster(back, ben, { add: [dan.publicKey] }), await changeRoster(back, cleo, { add: [dan.publicKey] })]

    expect(tell(bens, cleos).group?.roster).to.equal(cleos.roster)
  })

  it('can be begun by a founder long after they were removed, which nobody can prevent', async () => {
    const without = await changeRoster(base, ben, { remove: [ada.publicKey] })
    const later = await changeRoster(without, ben, { add: [dan.publicKey] })
    const adas = await changeRoster(base, ada, { remove: [ben.publicKey] })

    expect(tell(later, adas)).to.have.property('fork')
    expect(isOwner(newerGroup(later, adas), ben.publicKey)).to.equal(false)
  })

  it('ends with the secret of the winning branch, although both epochs have the same number', async () => {
    const [adas, bens] = [await changeRoster(base, ada, { remove: [cleo.publicKey] }), await changeRoster(base, ben, { remove: [cleo.publicKey] })]
    expect([adas.epoch, bens.epoch]).to.deep.equal([1, 1])

    const without = tell(bens, adas, false)
    expect(without).to.deep.include({ outcome: 'secret-needed' }).and.to.have.property('fork')
    expect(without).to.not.have.property('group')

    const { group } = tell(bens, adas)
    expect(group).to.deep.include({ epoch: 1, secret: adas.secret })
    // members who are still on the losing branch, and those who missed both changes, are told
    expect(group?.previous?.map(({ secret }) => secret)).to.deep.equal([bens.secret, base.secret])
    expect(adas.previous?.map(({ secret }) => secret)).to.deep.equal([base.secret])
  })

  it('may end in an earlier epoch, whose secret is known already', async () => {
    const bens = await changeRoster(base, ben, { remove: [cleo.publicKey] })
    const adas = await changeRoster(base, ada, { add: [dan.publicKey] })
    const { outcome, group } = tell(bens, adas, false)

    expect(outcome).to.equal('newer')
    expect(group).to.deep.include({ epoch: 0, secret: base.secret, previous: [{ epoch: 1, secret: bens.secret }] })
    // the later epoch of the losing branch is not taken either
    expect(newerGroup(adas, bens)).to.equal(adas)
    expect(newerGroup(adas, { ...bens, epoch: 5, secret: new Uint8Array(32) })).to.equal(adas)
  })
})
