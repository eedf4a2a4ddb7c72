import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { Blocklist, networkOf } from '../../src/signaling/blocklist.ts'

const MINUTE = 60_000

describe('a peer that fails to prove that it belongs to the group', () => {
  it('is blocked for ten minutes after three times in a minute', () => {
    const blocklist = new Blocklist()
    blocklist.fail('key', undefined, 0)
    blocklist.fail('key', undefined, 1_000)
    expect(blocklist.isBlocked('key', undefined, 1_001)).to.equal(false)
    blocklist.fail('key', undefined, 2_000)
    expect(blocklist.isBlocked('key', undefined, 2_001)).to.equal(true)
    expect(blocklist.isBlocked('another', undefined, 2_001)).to.equal(false)
    expect(blocklist.isBlocked('key', undefined, 2_000 + (10 * MINUTE))).to.equal(false)
  })

  it('is not blocked when it fails now and then', () => {
    const blocklist = new Blocklist()

    for (let i = 0; i < 20; i++) {
      blocklist.fail('key', undefined, i * 31_000)
      expect(blocklist.isBlocked('key', undefined, i * 31_000)).to.equal(false)
    }
  })

  it('is blocked with its whole network after ten times, under whatever keys', () => {
    const blocklist = new Blocklist()

    for (let i = 0; i < 10; i++) {
      expect(blocklist.isBlocked('new', '192.0.2', i)).to.equal(false)
      blocklist.fail(`key ${i}`, '192.0.2', i)
    }

    expect(blocklist.isBlocked('new', '192.0.2', 10)).to.equal(true)
    expect(blocklist.isBlocked('new', '192.0.3', 10)).to.equal(false)
  })

  it('does not fill the memory', () => {
    const blocklist = new Blocklist()

    for (let i = 0; i < 5_000; i++) {
      blocklist.fail(`key ${i}`, undefined, i)
    }

    expect((blocklist as any).records.size).to.equal(1_024)
  })

  for (const [address, network] of [
    ['/ip4/192.0.2.7/tcp/1', '192.0.2'],
    ['/ip4/127.0.0.1/tcp/1', undefined],
    ['/ip6/2001:db8:1:2:3:4:5:6/tcp/1', '2001:db8:1:2'],
    ['/ip6/2001:db8::1/tcp/1', '2001:db8:0:0'],
    ['/ip6/::1/tcp/1', undefined],
    ['/dns4/example.org/tcp/1', undefined],
    ['/ip4/192.0.2.7/tcp/1/p2p/12D3KooWAD85wmedPyRXZsoibLq3PPdPxmkB1hzHiZ9WxaHSdxzs/p2p-circuit', undefined]
  ] as const) {
    it(`${address} is in ${network ?? 'no network of its own'}`, () => {
      expect(networkOf(multiaddr(address))).to.equal(network)
    })
  }
})
