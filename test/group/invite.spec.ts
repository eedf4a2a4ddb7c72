import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { createGroup, createInvite, InviteError, MAX_INVITE_ADDRESSES, parseInvite } from '../../src/group/index.ts'
import { FIRST_FORMAT } from './fixtures/first-format.ts'

const OWNER = { publicKey: 'ab'.repeat(32) }
const ADDRESS = '/ip4/192.0.2.1/tcp/4801/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q'
const RELAYED = `${ADDRESS}/p2p-circuit/p2p/12D3KooWEXNj1tPx7ki9qkb6JwQ6nU8yXo5Ds5ddZVYtUXtGm4WN`

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

  it('is short: it leaves out what follows from the rest, and shares the keys of peers', () => {
    const addresses = [ADDRESS, ADDRESS.replace('tcp/4801', 'tcp/4802/ws'), RELAYED]
    const link = createInvite(createGroup({ name: 'friends', owner: OWNER }), { addresses: addresses.slice(0, 2) })
    const longer = createInvite(createGroup({ name: 'friends', owner: OWNER }), { addresses })

    expect(link).to.have.lengthOf.at.most(207)
    // another peer's key, and no second copy of the relay's
    expect(longer.length - link.length).to.be.at.most(72)
    expect(parseInvite(longer).addresses.map(String)).to.deep.equal(addresses)
  })

  for (const address of ['/dns4/example.org/tcp/443/wss', '/dns4/example.org/tcp/443/wss/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N', '/ip6/2001:db8::1/udp/4803/webrtc-direct/certhash/uEiDDq4_xNyDorZBH3TlGazyJdOWSwvo4PUo5YHFMrvDE8g/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q']) {
    it(`contains any address: ${address}`, () => {
      expect(parseInvite(createInvite(group, { addresses: [address] })).addresses.map(String)).to.deep.equal([address])
    })
  }

  it('may be of a group whose id doesn\'t follow from its secret', () => {
    const other = { ...group, secret: new Uint8Array(32).fill(7), epoch: 3 }

    expect(parseInvite(createInvite(other, { network: 'amino' }))).to.deep.include({ group: other, network: 'amino' })
  })

  it('may have the first format, which repeats the keys of peers', () => {
    const { group, addresses, network, expires } = parseInvite(FIRST_FORMAT)

    expect(group).to.deep.equal({ id: new Uint8Array(32).fill(1), name: 'friends', secret: new Uint8Array(32).fill(2), owner: OWNER.publicKey, epoch: 0 })
    expect(addresses.map(String)).to.deep.equal([ADDRESS, ADDRESS.replace('tcp/4801', 'tcp/4802/ws')])
    expect([network, expires]).to.deep.equal(['local', 4e12])
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
