import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { expect } from 'aegir/chai'
import { identityFromPrivateKey } from '../../keys/index.ts'
import { applyRoster, changeRoster, createInvite, decodeGroupFile, encodeGroupFile, isMember, isOwner, isRosterKnown, newerGroup, parseInvite, rosterHash } from '../../src/group/index.ts'
import { LEGACY_FILES, LEGACY_INVITES } from './fixtures/legacy.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, Roster, RosterNews } from '../../src/group/index.ts'

describe('groups from before rosters formed a chain', () => {
  let ada: Identity
  let ben: Identity
  let cleo: Identity
  let signed: Group
  let owners: Group
  let renewed: Group

  before(async () => {
    [ada, ben, cleo] = await Promise.all([1, 2, 3].map(async seed => identityFromPrivateKey(await generateKeyPairFromSeed('Ed25519', new Uint8Array(32).fill(seed)))));
    [signed, owners, renewed] = await Promise.all([LEGACY_FILES.signed, LEGACY_FILES.owners, LEGACY_FILES.renewed].map(async text => (await decodeGroupFile(text)).group))
  })

  const newsOf = ({ roster, links, secret }: Group): RosterNews => ({ roster: roster as Roster, links, secret })

  Object.entries(LEGACY_FILES).forEach(([name, text]) => {
    it(`open from their files: ${name}`, async () => {
      const stored = await decodeGroupFile(text)
      const { type, version, ...fields } = JSON.parse(text)

      expect(JSON.parse(encodeGroupFile(stored))).to.deep.equal({ type, version, ...fields })
    })
  })

  Object.entries(LEGACY_INVITES).forEach(([name, link]) => {
    it(`open from their invites: ${name}`, () => {
      const { group, addresses, ticket } = parseInvite(link)
      const file = JSON.parse(LEGACY_FILES[name as keyof typeof LEGACY_FILES])

      expect(group).to.include({ name: file.name, epoch: file.epoch, owner: file.owner })
      expect(addresses.map(String)).to.deep.equal(['/ip4/192.0.2.1/tcp/1'])
      expect([ticket == null, group.roster == null]).to.deep.equal([file.roster == null, file.roster == null])
      expect(parseInvite(createInvite(group)).group).to.deep.equal(group)
    })
  })

  it('keep their owners and members', () => {
    expect(owners.roster).to.have.property('version', 2)
    expect([isOwner(owners, ada.publicKey), isOwner(owners, ben.publicKey), isMember(owners, cleo.publicKey)]).to.deep.equal([true, true, true])
    expect(renewed).to.deep.include({ epoch: 1, previous: [{ epoch: 0, secret: owners.secret }] })
    expect([isMember(renewed, cleo.publicKey), isRosterKnown(renewed)]).to.deep.equal([false, true])
  })

  it('are continued by a chain, which begins with the hash of the old roster', async () => {
    const chained = await changeRoster(renewed, ben, { add: [cleo.publicKey] })

    expect(chained.roster?.signed?.previous).to.deep.equal(rosterHash(renewed))
    expect(chained.links?.map(({ version }) => version)).to.deep.equal([3])
    expect((await decodeGroupFile(encodeGroupFile({ group: chained, network: 'local', addresses: [], tickets: [] }))).group.links).to.deep.equal(chained.links)

    for (const behind of [signed, owners, renewed, parseInvite(LEGACY_INVITES.signed).group, parseInvite(LEGACY_INVITES.renewed).group, parseInvite(createInvite(chained)).group]) {
      const { outcome, group, fork } = applyRoster(behind, newsOf(chained))

      expect([outcome, fork]).to.deep.equal(['newer', undefined])
      expect(group?.roster).to.equal(chained.roster)
    }
  })

  it('take the newest old roster until they know a chain', async () => {
    expect(newerGroup(signed, owners).roster).to.equal(owners.roster)
    expect(newerGroup(signed, renewed).roster).to.equal(renewed.roster)

    const chained = await changeRoster(owners, ada, { remove: [cleo.publicKey] })
    const { outcome, group, fork } = applyRoster(chained, newsOf(renewed))
    expect([outcome, group]).to.deep.equal(['older', undefined])
    expect(fork).to.not.equal(undefined)
    expect(newerGroup(renewed, chained).roster).to.equal(chained.roster)
    // a member who is merely behind
    expect(applyRoster(chained, newsOf(signed))).to.deep.equal({ outcome: 'older', fork: undefined })
  })

  it('take no old roster of a person who was not an owner', () => {
    const { roster } = renewed
    const forged = { ...roster, signed: { ...roster?.signed, signer: cleo.publicKey } } as unknown as Roster

    expect(applyRoster(signed, { roster: forged, secret: renewed.secret })).to.deep.equal({ outcome: 'refused', fork: undefined })
    expect(applyRoster(owners, { roster: forged, secret: renewed.secret })).to.deep.equal({ outcome: 'refused', fork: undefined })
  })

  it('take no old roster whose version leaves no room for others', async () => {
    const { roster } = renewed
    const jump = { ...roster, version: Number.MAX_SAFE_INTEGER } as unknown as Roster

    expect(applyRoster(owners, { roster: jump, secret: renewed.secret })).to.not.have.property('group')
  })
})
