import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { createGroup, createInvite, InviteError, MAX_INVITE_ADDRESSES, parseInvite } from '../../src/group/index.ts'

const OWNER = { publicKey: 'ab'.repeat(32) }
const ADDRESS = '/ip4/192.0.2.1/tcp/4801/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q'

describe('an invite', () => {
  const group = createGroup({ name: 'Kaffee & Kuchen ☕', owner: OWNER })

  it('carries all that a newcomer needs', () => {
    const invite = parseInvite(createInvite(group, { addresses: [ADDRESS], network: 'local', expires: 2_000 }), 1_999)

    expect(invite.group).to.deep.equal(group)
    expect(invite.addresses.map(address => address.toString())).to.deep.equal([ADDRESS])
    expect(invite.network).to.equal('local')
    expect(invite.expires).to.equal(2_000)
  })

  it('has everything behind the #, whatever stands before it', () => {
    const link = createInvite(group, { base: 'https://example.org/call/' })

    expect(link).to.match(/^https:\/\/example\.org\/call\/#[A-Za-z0-9_-]+$/)
    expect(parseInvite(link).group).to.deep.equal(group)
    expect(parseInvite(` ${link.split('#')[1]}\n`).group).to.deep.equal(group)
  })

  it('may be of a public room, which has no secret', () => {
    const room = createGroup({ name: 'town square', owner: OWNER, publicRoom: true })

    expect(parseInvite(createInvite(room)).group).to.deep.equal(room)
  })

  it('contains only as many addresses as fit into a QR code', () => {
    const link = createInvite(group, { addresses: Array.from({ length: 20 }, () => ADDRESS) })

    expect(parseInvite(link).addresses).to.have.lengthOf(MAX_INVITE_ADDRESSES)
  })

  it('admits nobody when it has expired', () => {
    expect(() => parseInvite(createInvite(group, { expires: 1_000 }), 1_000)).to.throw(InviteError).with.property('code', 'expired')
  })

  it('never gets anything but an InviteError out of the parser', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.uint8Array({ maxLength: 300 }).map(bytes => `groupcall://join#${Buffer.from(bytes).toString('base64url')}`)), text => {
      try {
        parseInvite(text)
      } catch (err) {
        return err instanceof InviteError
      }
    }), { numRuns: 2_000 })
  })
})
