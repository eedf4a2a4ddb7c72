import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { networkOf, Offenders } from '../../src/signaling/offenders.ts'

const MINUTE = 60_000

describe('who fails to prove that it is of the group', () => {
  it('is ignored for ten minutes after three times in a minute', () => {
    const offenders = new Offenders()
    offenders.fail('key', undefined, 0)
    offenders.fail('key', undefined, 1_000)
    expect(offenders.isIgnored('key', undefined, 1_001)).to.equal(false)
    offenders.fail('key', undefined, 2_000)
    expect(offenders.isIgnored('key', undefined, 2_001)).to.equal(true)
    expect(offenders.isIgnored('another', undefined, 2_001)).to.equal(false)
    expect(offenders.isIgnored('key', undefined, 2_000 + (10 * MINUTE))).to.equal(false)
  })

  it('is not ignored when it fails now and then', () => {
    const offenders = new Offenders()

    for (let i = 0; i < 20; i++) {
      offenders.fail('key', undefined, i * 31_000)
      expect(offenders.isIgnored('key', undefined, i * 31_000)).to.equal(false)
    }
  })

  it('is ignored with all its network after ten times, under whatever keys', () => {
    const offenders = new Offenders()

    for (let i = 0; i < 10; i++) {
      expect(offenders.isIgnored('new', '192.0.2', i)).to.equal(false)
      offenders.fail(`key ${i}`, '192.0.2', i)
    }

    expect(offenders.isIgnored('new', '192.0.2', 10)).to.equal(true)
    expect(offenders.isIgnored('new', '192.0.3', 10)).to.equal(false)
  })

  it('does not fill the memory', () => {
    const offenders = new Offenders()

    for (let i = 0; i < 5_000; i++) {
      offenders.fail(`key ${i}`, undefined, i)
    }

    expect((offenders as any).records.size).to.equal(1_024)
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
