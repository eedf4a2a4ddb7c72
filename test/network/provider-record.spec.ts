import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { getPreset } from '../../bootstrap/index.ts'
import { MAX_ADDRESS_BYTES, MAX_RECORD_ADDRESSES } from '../../src/network/limits.ts'
import { usableAddresses } from '../../src/network/provider-record.ts'

const PROVIDER = '12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q'
const OTHER = '12D3KooWSFHvqxuzK8NHEsjWZmdhNbHhnWAzZCTkHeMQuNDYjiEF'
const OWN = '/ip4/198.41.0.4/tcp/4801'
const PUBLIC = '/ip4/199.9.14.201/tcp/4801'
const RELAYED = `${PUBLIC}/p2p/${OTHER}/p2p-circuit`
const LONG = `/dns4/${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example/tcp/4801/wss`

describe('a provider record', () => {
  for (const [network, what, addresses, usable] of [
    ['local', 'without addresses is skipped', [], undefined],
    ['local', 'with nine addresses is skipped', ports(MAX_RECORD_ADDRESSES + 1), undefined],
    ['local', 'with eight is not', ports(MAX_RECORD_ADDRESSES), ports(MAX_RECORD_ADDRESSES)],
    ['local', 'with one that has more than 256 bytes is skipped', [PUBLIC, LONG], undefined],
    ['local', 'with the address of who reads it is skipped', [OWN], undefined],
    ['local', 'with that and the own PeerId is skipped', [`${OWN}/p2p/${PROVIDER}`], undefined],
    ['local', 'with that and others keeps the others', [OWN, PUBLIC], [PUBLIC]],
    ['local', 'that is reached by a relay of the own address is not skipped', [`${OWN}/p2p/${OTHER}/p2p-circuit`], [`${OWN}/p2p/${OTHER}/p2p-circuit`]],
    ['local', 'that is reached by the relay of who reads it is not skipped', [RELAYED], [RELAYED]],
    ['local', 'with the address of another peer is skipped', [`${PUBLIC}/p2p/${OTHER}`], undefined],
    ['local', 'with its PeerId behind the address loses that', [`${PUBLIC}/p2p/${PROVIDER}`], [PUBLIC]],
    ['local', 'with private addresses is kept in a private network', ['/ip4/192.168.1.2/tcp/1', '/ip4/127.0.0.1/tcp/1'], ['/ip4/192.168.1.2/tcp/1', '/ip4/127.0.0.1/tcp/1']],
    ['amino', 'with private addresses is skipped in the public one', ['/ip4/192.168.1.2/tcp/1', '/ip4/127.0.0.1/tcp/1', '/ip6/fd00::1/tcp/1'], undefined],
    ['amino', 'with private and public ones keeps the public', ['/ip4/192.168.1.2/tcp/1', PUBLIC], [PUBLIC]]
  ] as Array<[string, string, string[], string[] | undefined]>) {
    it(`${what} (${network})`, () => {
      expect(read(network, addresses.map(address => multiaddr(address).bytes))).to.deep.equal(usable)
    })
  }

  it('with something that isn\'t an address is skipped', () => {
    expect(read('local', [multiaddr(PUBLIC).bytes, Uint8Array.of(255, 255, 255, 255)])).to.equal(undefined)
    expect(read('local', [new Uint8Array(0)])).to.equal(undefined)
  })

  it('has the bounds of its documentation', () => {
    expect([MAX_RECORD_ADDRESSES, MAX_ADDRESS_BYTES]).to.deep.equal([8, 256])
    expect(multiaddr(LONG).bytes.byteLength).to.be.within(MAX_ADDRESS_BYTES - 5, MAX_ADDRESS_BYTES + 5)
  })

  function read (network: string, addresses: Uint8Array[]): string[] | undefined {
    return usableAddresses(peerIdFromString(PROVIDER), addresses, {
      maxAddresses: MAX_RECORD_ADDRESSES,
      privateAddresses: getPreset(network).private,
      own: [multiaddr(`${OWN}/p2p/${OTHER}`), multiaddr(RELAYED)]
    })?.map(address => address.toString())
  }

  function ports (count: number): string[] {
    return Array.from({ length: count }, (_, i) => `/ip4/199.9.14.201/tcp/${i + 1}`)
  }
})
