import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { applyRoster, changeRoster, createGroup, createInvite, isMember, isOwner, MAX_LINKS, newerGroup, parseInvite, rosterHash } from '../../src/group/index.ts'
import { signRoster } from './fixtures/sign-roster.ts'
import type { Content } from './fixtures/sign-roster.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, Roster, RosterNews } from '../../src/group/index.ts'

describe('the chain of rosters', () => {
  let ada: Identity
  let ben: Identity
  let cleo: Identity
  /** Version 0 */
  let root: Group
  /** Version 1: Ada and Ben are owners */
  let first: Group
  /** Version 2: Cleo is a member */
  let second: Group

  before(async () => {
    [ada, ben, cleo] = await Promise.all([1, 2, 3].map(async () => createIdentity()))
    root = createGroup({ name: 'friends', owner: ada, membersOnly: true })
    first = await changeRoster(root, ada, { addOwners: [ben.publicKey] })
    second = await changeRoster(first, ben, { add: [cleo.publicKey] })
  })

  const newsOf = ({ roster, links, secret }: Group): RosterNews => ({ roster: roster as Roster, links, secret })
  const hashOf = (group: Group): Uint8Array => rosterHash(group) as Uint8Array

  /** Changes a roster many times: each adds one of two people, or removes it */
  async function changeOften (group: Group, owner: Identity, times: number): Promise<Group> {
    for (let count = 0; count < times; count++) {
      group = await changeRoster(group, owner, isMember(group, cleo.publicKey) ? { remove: [cleo.publicKey] } : { add: [cleo.publicKey] })
    }

    return group
  }

  it('has one more version and the predecessor\'s hash in each link, from a root that all members can compute', () => {
    expect(first.roster).to.have.property('version', 1)
    expect(first.roster?.signed?.previous).to.deep.equal(hashOf(root))
    expect(second.roster).to.have.property('version', 2)
    expect(second.roster?.signed?.previous).to.deep.equal(hashOf(first))
    expect(hashOf({ ...root, name: 'others', secret: undefined })).to.deep.equal(hashOf(root))
    expect(hashOf({ ...root, owner: ben.publicKey })).to.not.deep.equal(hashOf(root))
  })

  const wrong: Array<[what: string, content: () => Partial<Content>]> = [
    ['jumps to version 1000', () => ({ version: 1_000 })],
    ['jumps to the last version, 2^53 - 1', () => ({ version: Number.MAX_SAFE_INTEGER })],
    ['repeats a version', () => ({ version: 2 })],
    ['has another predecessor', () => ({ previous: new Uint8Array(32).fill(1) })],
    ['skips the predecessor', () => ({ previous: hashOf(first) })],
    ['jumps to the last epoch', () => ({ epoch: Number.MAX_SAFE_INTEGER })],
    ['skips an epoch', () => ({ epoch: 2 })],
    ['changes the order of owners', () => ({ owners: second.roster?.owners.toReversed() })],
    ['backdates an owner', () => ({ owners: [...second.roster?.owners ?? [], { publicKey: cleo.publicKey, since: 1 }] })]
  ]

  wrong.forEach(([what, content]) => {
    it(`goes on with no roster that ${what}`, async () => {
      const roster = await signRoster(second, ada, { version: 3, previous: hashOf(second), ...content() })

      expect(applyRoster(second, { roster, secret: second.secret }).outcome).to.be.oneOf(['refused', 'unrelated'])
      // a member who missed a version, and a person with an invite
      expect(applyRoster(first, { ...newsOf(second), roster, links: [second.roster as Roster & { signed: any }] })).to.not.have.property('group')
      expect(newerGroup(second, { ...second, roster, links: [...second.links ?? [], second.roster as Roster & { signed: any }] })).to.equal(second)
    })
  })

  it('goes on with the same roster if it is in order', async () => {
    const roster = await signRoster(second, ada, { version: 3, previous: hashOf(second) })

    expect(applyRoster(second, { roster }).outcome).to.equal('newer')
  })

  it('goes on with no roster of a person who is not an owner', async () => {
    const roster = await signRoster(second, cleo, { version: 3, previous: hashOf(second) })

    expect(applyRoster(second, { roster }).outcome).to.equal('refused')
  })

  it('goes on with no roster of an owner who was removed in between', async () => {
    const removed = await changeRoster(second, ada, { remove: [ben.publicKey] })
    const roster = await signRoster(removed, ben, { version: 4, previous: hashOf(removed) })

    expect(applyRoster(removed, { roster }).outcome).to.equal('refused')
    expect(applyRoster(second, { ...newsOf(removed), roster, links: [...removed.links ?? [], removed.roster as Roster & { signed: any }] }).outcome).to.equal('refused')
  })

  it('brings up to date who missed many changes, and keeps a limited number of links', async () => {
    const later = await changeOften(second, ben, MAX_LINKS + 10)

    expect(later.links).to.have.lengthOf(MAX_LINKS)
    const { outcome, group, fork } = applyRoster(await changeOften(second, ben, 0), newsOf(await changeOften(second, ben, MAX_LINKS - 3)))
    expect([outcome, fork]).to.deep.equal(['newer', undefined])
    expect(group?.links?.length).to.be.at.most(MAX_LINKS)
  })

  it('can be caught up with after more changes than are kept only if the founder has signed one of them; otherwise there is an alarm', async () => {
    const bens = await changeOften(second, ben, MAX_LINKS + 10)
    const late = applyRoster(second, newsOf(bens))
    expect(late).to.deep.include({ outcome: 'unrelated' }).and.to.have.property('fork')
    expect(late).to.not.have.property('group')

    const adas = await changeRoster(bens, ada, { add: [(await createIdentity()).publicKey] })
    expect(applyRoster(second, newsOf(adas))).to.have.property('outcome', 'newer')
    expect(newerGroup(second, adas)).to.deep.include({ roster: adas.roster, secret: adas.secret, epoch: adas.epoch })
  })

  it('can\'t be replaced by a removed owner who signs a thousand versions for members who were away', async () => {
    const removed = await changeRoster(second, ada, { remove: [ben.publicKey] })
    const halfway = await changeOften(await changeRoster(second, ben, { remove: [ada.publicKey] }), ben, MAX_LINKS / 2)
    const alone = await changeOften(halfway, ben, MAX_LINKS)
    const thousandth = await signRoster(second, ben, { version: 1_000, previous: hashOf(second) })

    expect(newerGroup(second, { ...second, roster: thousandth })).to.equal(second)

    // a member who meets only Ben follows him until meeting someone else
    const away = newerGroup(newerGroup(second, halfway), alone)
    expect(away.roster).to.equal(alone.roster)
    expect(newerGroup(away, removed).roster).to.equal(removed.roster)
    expect(isOwner(newerGroup(away, removed), ben.publicKey)).to.equal(false)
    expect(newerGroup(removed, halfway)).to.equal(removed)
    expect(newerGroup(removed, alone)).to.equal(removed)
  })

  it('seems to have forked to nobody because a member leaves out links', async () => {
    const later = await changeOften(second, ben, 5)
    const links = later.links ?? []

    for (let kept = 0; kept < 3; kept++) {
      const { outcome, fork } = applyRoster(second, { roster: later.roster as Roster, links: kept === 0 ? [] : links.slice(-kept) })
      expect([outcome, fork]).to.deep.equal(['refused', undefined])
    }
  })

  it('has not forked when a member who was away comes with a roster that is still known', async () => {
    const later = await changeOften(await changeRoster(second, ada, { add: [(await createIdentity()).publicKey] }), ben, MAX_LINKS + 10)
    const founders = await changeRoster(second, ada, { add: [(await createIdentity()).publicKey] })
    const { links = [] } = later
    expect(links[1].version).to.be.above(links[0].version + 1)

    const known = { ...founders, roster: { ...founders.roster, ...links[0], members: [] } }
    expect(applyRoster(later, newsOf(known))).to.deep.equal({ outcome: 'older', fork: undefined })
  })

  it('can\'t be compared where links were dropped, so there is an alarm', async () => {
    let bens = await changeRoster(first, ben, { addOwners: [cleo.publicKey] })
    const cleos = await changeRoster(bens, cleo, { add: [(await createIdentity()).publicKey] })
    const dan = (await createIdentity()).publicKey

    for (let count = 0; count < MAX_LINKS + 10; count++) {
      bens = await changeRoster(bens, ben, count % 2 === 0 ? { add: [dan] } : { remove: [dan] })
    }

    expect(applyRoster(bens, newsOf(cleos))).to.deep.include({ outcome: 'unrelated' }).and.to.have.property('fork')
  })

  it('goes on in an old epoch while an invite has brought the secret of a later one', async () => {
    const later = await changeRoster(second, ada, { remove: [cleo.publicKey] })
    const halfway = newerGroup(first, parseInvite(createInvite(later)).group)
    expect(halfway).to.deep.include({ epoch: 1, roster: first.roster })

    const { outcome, group } = applyRoster(halfway, newsOf(second))
    expect(outcome).to.equal('newer')
    expect(group).to.deep.include({ epoch: 1, secret: later.secret, roster: second.roster })
    expect(applyRoster(group as Group, { ...newsOf(later), secret: undefined }).group).to.deep.include({ epoch: 1, secret: later.secret, roster: later.roster })
  })

  it('goes on with no jump of the founder, however many rosters it consists of', async () => {
    for (const [versions, start] of [[1, 1_000], [MAX_LINKS + 1, Number.MAX_SAFE_INTEGER - MAX_LINKS - 1]]) {
      const rosters: Array<Roster & { signed: any }> = []

      for (let version = start; version < start + versions; version++) {
        rosters.push(await signRoster(second, ada, { version, previous: rosters.at(-1)?.signed.hash ?? hashOf(second) }) as Roster & { signed: any })
      }

      const { outcome, group } = applyRoster(second, { roster: rosters.at(-1) as Roster, links: rosters.slice(0, -1) })
      expect([outcome, group]).to.deep.equal(['unrelated', undefined])
    }
  })

  it('is entered by an invite at the roster that it was made from', async () => {
    const invited = parseInvite(createInvite(second)).group
    const later = await changeRoster(second, ada, { remove: [cleo.publicKey] })
    const other = await changeRoster(first, ada, { add: [(await createIdentity()).publicKey] })

    expect(invited.roster?.hash).to.deep.equal(hashOf(second))
    expect(applyRoster(invited, newsOf(later))).to.have.property('outcome', 'newer')
    expect(applyRoster(invited, newsOf(first))).to.have.property('outcome', 'older')
    // same version and owners, other roster
    expect(applyRoster(parseInvite(createInvite(second)).group, newsOf({ ...other, links: [] }))).to.not.have.property('outcome', 'same')
  })
})
