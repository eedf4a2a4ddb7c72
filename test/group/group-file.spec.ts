import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { toString } from 'uint8arrays/to-string'
import { createIdentity } from '../../keys/index.ts'
import { changeRoster, createGroup, createInvite, createTicket, decodeGroupFile, encodeGroupFile, encodeLink, encodeRoster, GroupFileError, MAX_GROUP_FILE_BYTES, MAX_LINKS, MAX_MEMBERS, newerGroup, parseInvite } from '../../src/group/index.ts'
import { stored, textOf } from './fixtures/stored.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, GroupFileErrorCode, RosterLink, StoredGroup } from '../../src/group/index.ts'

const name = 'groups/0123456789abcdef.json'

describe('the file of a group', () => {
  let ada: Identity
  let ben: Identity
  let open: Group
  let signed: Group
  let later: Group
  let text: string
  let fields: Record<string, any>

  before(async () => {
    [ada, ben] = await Promise.all([createIdentity(), createIdentity()])
    open = createGroup({ name: 'friends', owner: ada })
    signed = await changeRoster(createGroup({ name: 'friends', owner: ada, membersOnly: true }), ada, { add: [ben.publicKey] })
    later = await changeRoster(signed, ada, { remove: [ben.publicKey] })
    text = encodeGroupFile(stored(later, { addresses: ['/ip4/192.0.2.1/tcp/1'], tickets: [createTicket(), createTicket(4e12)] }))
    fields = JSON.parse(text)
  })

  const roundTrip = async (group: StoredGroup): Promise<StoredGroup> => decodeGroupFile(encodeGroupFile(group), name)
  const changed = (change: Record<string, unknown>): string => JSON.stringify({ ...fields, ...change })

  it('is JSON that says what it is', () => {
    expect(fields).to.include({ type: 'groupcall-group', version: 1, name: 'friends', epoch: 1, network: 'local', id: toString(later.id, 'base16'), secret: toString(later.secret as Uint8Array, 'base16'), owner: ada.publicKey })
    expect(Object.keys(fields)).to.have.members(['type', 'version', 'id', 'name', 'secret', 'owner', 'epoch', 'roster', 'links', 'previous', 'network', 'addresses', 'tickets'])
    expect(text.endsWith('}\n')).to.be.true()
  })

  it('gives back groups of each kind', async () => {
    const kinds: Group[] = [
      open,
      createGroup({ name: 'square', owner: ada, publicRoom: true }),
      createGroup({ name: 'friends', owner: ada, membersOnly: true }),
      parseInvite(createInvite(later)).group,
      signed,
      later,
      // an invite told the epoch, and nobody the roster yet
      newerGroup(signed, parseInvite(createInvite(later)).group)
    ]

    for (const group of kinds) {
      const read = (await roundTrip(stored(group))).group

      expect(encodeGroupFile(stored(read))).to.equal(encodeGroupFile(stored(group)))
      expect(read).to.deep.include({ id: group.id, name: group.name, secret: group.secret, owner: group.owner, epoch: group.epoch })
      expect(read.previous ?? []).to.deep.equal(group.previous ?? [])
      expect([read.roster?.version, read.roster?.members]).to.deep.equal([group.roster?.version, group.roster?.members])
      expect(read.roster?.owners.map(({ publicKey }) => publicKey)).to.deep.equal(group.roster?.owners.map(({ publicKey }) => publicKey))
    }
  })

  it('gives back what else is known', async () => {
    const before = stored(later, { addresses: ['/ip4/192.0.2.1/tcp/1', '/dns4/example.org/tcp/443/wss'], network: 'amino', tickets: [createTicket(), createTicket(4e12)] })
    const after = await roundTrip(before)

    expect(after.addresses.map(String)).to.deep.equal(before.addresses.map(String))
    expect(after).to.deep.include({ network: 'amino', tickets: before.tickets })
  })

  it('has room for the largest group', async () => {
    const keys = await Promise.all(Array.from({ length: MAX_MEMBERS - 8 }, async () => (await createIdentity()).publicKey))
    const owners = await Promise.all(Array.from({ length: 7 }, async () => (await createIdentity()).publicKey))
    let group = await changeRoster(createGroup({ name: 'n'.repeat(64), owner: ada, membersOnly: true }), ada, { add: keys, addOwners: owners })

    for (let count = 0; count <= MAX_LINKS; count++) {
      group = await changeRoster(group, ada, count % 2 === 0 ? { remove: [keys[0]] } : { add: [keys[0]] })
    }

    expect(group.links).to.have.lengthOf(MAX_LINKS)
    const long = `/dns4/${'d'.repeat(60)}.example.org/tcp/443/wss/p2p/12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA`
    const previous = [3, 2, 1, 0].map(epoch => ({ epoch, secret: new Uint8Array(32).fill(epoch) }))
    const largest = stored({ ...group, previous }, { addresses: Array.from({ length: 8 }, (_, index) => long.replace('dd', String(index))), tickets: Array.from({ length: 64 }, () => createTicket(4e12)) })

    expect(textOf(await roundTrip(largest))).to.equal(textOf(largest))
    expect(encodeGroupFile(largest).length).to.be.below(MAX_GROUP_FILE_BYTES / 2)
  })

  it('holds no address that could not be read back', async () => {
    // /dns4/ with a slash in the name
    const odd = multiaddr(Uint8Array.of(54, 3, 97, 47, 98, 6, 0, 1))
    const { addresses } = await roundTrip({ ...stored(open), addresses: [odd, multiaddr('/ip4/192.0.2.1/tcp/1')] })

    expect(addresses.map(String)).to.deep.equal(['/ip4/192.0.2.1/tcp/1'])
  })

  it('does not mind how an editor left it', async () => {
    expect((await decodeGroupFile(`\ufeff${JSON.stringify({ note: 'mine', ...fields }, null, 4).replaceAll('\n', '\r\n')}\r\n`)).group.name).to.equal('friends')
  })

  it('says so wherever it is cut short', async () => {
    for (let length = 0; length < text.length - 1; length++) {
      const cut = text.slice(0, length)

      await failure(cut, cut.trim().endsWith('}') ? 'damaged' : 'cut-short')
    }
  })

  const files: Array<[string, GroupFileErrorCode, () => string]> = [
    ['text', 'not-a-group-file', () => 'hello'],
    ['a list', 'not-a-group-file', () => '[1, 2]'],
    ['a group in a list', 'damaged', () => `[${text}]`],
    ['a key file', 'not-a-group-file', () => changed({ type: 'groupcall-identity' })],
    ['version 0', 'damaged', () => changed({ version: 0 })],
    ['version 2', 'newer-version', () => changed({ version: 2, id: undefined })],
    ['more than the largest group', 'too-large', () => text + ' '.repeat(MAX_GROUP_FILE_BYTES)],
    ['no id', 'damaged', () => changed({ id: undefined })],
    ['a short id', 'damaged', () => changed({ id: fields.id.slice(2) })],
    ['an id in upper case', 'damaged', () => changed({ id: 'AB'.repeat(32) })],
    ['another id', 'damaged', () => changed({ id: 'ab'.repeat(32) })],
    ['no name', 'damaged', () => changed({ name: ' ' })],
    ['a name that forges lines', 'damaged', () => changed({ name: 'a\nb' })],
    ['a long name', 'damaged', () => changed({ name: 'n'.repeat(65) })],
    ['no secret', 'damaged', () => changed({ secret: undefined })],
    ['another secret', 'damaged', () => changed({ secret: 'ab'.repeat(32) })],
    ['an owner that nobody can be', 'damaged', () => changed({ owner: '00'.repeat(32) })],
    ['an epoch before that of the roster', 'damaged', () => changed({ epoch: 0 })],
    ['an epoch as text', 'damaged', () => changed({ epoch: '1' })],
    ['a negative epoch', 'damaged', () => changed({ epoch: -1 })],
    ['the roster of another group', 'damaged', () => changed({ roster: foreignRoster })],
    ['a roster that was changed', 'damaged', () => changed({ roster: fields.roster.replace(/.{8}$/, 'AAAAAAAA') })],
    ['a roster that is no base64', 'damaged', () => changed({ roster: '***' })],
    ['a roster without owners', 'damaged', () => changed({ roster: { version: 0, owners: [] } })],
    ['a roster with nine owners', 'damaged', () => changed({ roster: { version: 0, owners: Array(9).fill(ada.publicKey) } })],
    ['a roster with one owner twice', 'damaged', () => changed({ roster: { version: 0, owners: [ada.publicKey, ada.publicKey] } })],
    ['a roster that is null', 'damaged', () => changed({ roster: null })],
    ['five epochs that are over', 'damaged', () => changed({ epoch: 9, previous: [5, 4, 3, 2, 1].map(epoch => ({ epoch, secret: `0${epoch}`.repeat(32) })) })],
    ['a past epoch with the current secret', 'damaged', () => changed({ previous: [{ epoch: 0, secret: fields.secret }] })],
    ['two past epochs with one secret', 'damaged', () => changed({ epoch: 9, previous: [{ epoch: 2, secret: 'ab'.repeat(32) }, { epoch: 1, secret: 'ab'.repeat(32) }] })],
    ['a link that is none', 'damaged', () => changed({ links: ['AAAA'] })],
    ['a link of another group', 'damaged', () => changed({ links: [foreignLink] })],
    ['a link that was changed', 'damaged', () => changed({ links: fields.links.map((link: string) => link.replace(/.{8}$/, 'AAAAAAAA')) })],
    ['links in the wrong order', 'damaged', () => changed({ links: [...fields.links, ...fields.links] })],
    ['too many links', 'damaged', () => changed({ links: Array(MAX_LINKS + 1).fill(fields.links[0]) })],
    ['links before a roster that nobody has signed', 'damaged', () => changed({ roster: { version: 1, owners: [ada.publicKey] }, links: fields.links })],
    ['no network', 'damaged', () => changed({ network: '' })],
    ['no list of addresses', 'damaged', () => changed({ addresses: '/ip4/192.0.2.1/tcp/1' })],
    ['an address that is none', 'damaged', () => changed({ addresses: ['example.org'] })],
    ['nine addresses', 'damaged', () => changed({ addresses: Array(9).fill('/ip4/192.0.2.1/tcp/1') })],
    ['a short ticket', 'damaged', () => changed({ tickets: [{ secret: 'abab' }] })],
    ['too many tickets', 'damaged', () => changed({ tickets: Array(65).fill({ secret: 'ab'.repeat(16) }) })],
    ['a ticket that ends at no time', 'damaged', () => changed({ tickets: [{ secret: 'ab'.repeat(16), expires: 'soon' }] })]
  ]

  let foreignRoster: string
  let foreignLink: string

  before(async () => {
    const foreign = await changeRoster(createGroup({ name: 'others', owner: ada, membersOnly: true }), ada, { add: [ben.publicKey] })
    foreignLink = toString(encodeLink(foreign.roster as RosterLink), 'base64url')
    foreignRoster = toString(encodeRoster(foreign.roster as NonNullable<Group['roster']>), 'base64url')
  })

  for (const [title, code, make] of files) {
    it(`refuses ${title}: ${code}`, async () => {
      await failure(make(), code)
    })
  }

  it('never lets an error show a secret', async () => {
    const secret = toString(later.secret as Uint8Array, 'base16')

    for (const wrong of [text.slice(0, -20), changed({ secret: `${secret}00` }), changed({ network: `${secret}\n` }), text.replace(secret, `${secret}"`)]) {
      const err: any = await decodeGroupFile(wrong, name).then(() => undefined, err => err)

      expect(`${err.message} ${err.cause?.message} ${err.cause?.cause?.message}`).to.not.include(secret.slice(0, 8))
    }
  })

  it('throws nothing but group file errors, whatever it gets', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(fields), ada.publicKey, 1, 2, []))
    const input = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.record(Object.fromEntries(Object.keys(fields).map(key => [key, value])), { requiredKeys: [] }).map(changed),
      fc.tuple(fc.nat(text.length), fc.nat(8), fc.string()).map(([at, length, part]) => text.slice(0, at) + part + text.slice(at + length))
    )
    const seen = new Set<string>()

    await fc.assert(fc.asyncProperty(input, async input => {
      try {
        // what is taken is written as it was
        const read = await decodeGroupFile(input, name)
        expect(textOf(await roundTrip(read))).to.equal(textOf(read))
        seen.add('taken')
      } catch (err: any) {
        expect(err).to.be.instanceOf(GroupFileError)
        expect(err.message).to.match(/^groups\/0123456789abcdef\.json: .+$/)
        seen.add(err.code)
      }
    }), { numRuns: 2_000 })

    expect([...seen]).to.include.members(['not-a-group-file', 'cut-short', 'damaged', 'taken'])
  })

  async function failure (text: string, code: GroupFileErrorCode): Promise<void> {
    const err = await decodeGroupFile(text, name).then(() => undefined, err => err)

    expect(err).to.be.instanceOf(GroupFileError)
    expect(err).to.include({ code, path: name })
    expect(err.message).to.match(/^groups\/0123456789abcdef\.json: [^\n]+: [^\n]+$/)
  }
})
