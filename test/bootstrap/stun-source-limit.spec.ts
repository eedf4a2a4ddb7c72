import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { SourceLimit } from '../../bootstrap/stun/rate-limit.ts'

describe('STUN source limit', () => {
  let now: number
  let limit: SourceLimit

  beforeEach(() => {
    now = 0
    limit = new SourceLimit({ maxRequestsPerSource: 2, maxSources: 3, now: () => now })
  })

  function take (...addresses: string[]): boolean[] {
    return addresses.map(address => limit.take(address))
  }

  it('gives each source its share of every second', () => {
    expect(take('192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2')).to.deep.equal([true, true, false, true])
    now = 999
    expect(take('192.0.2.1')).to.deep.equal([false])
    now = 1_000
    expect(take('192.0.2.1')).to.deep.equal([true])
  })

  it('counts an IPv6 network as one source', () => {
    expect(take('2001:db8::1', '2001:db8:0:0:ffff::', '2001:db8::2', '2001:db8:0:1::1')).to.deep.equal([true, true, false, true])
    expect(take('fe80::1%eth0', 'fe80::2%eth1', '::1')).to.deep.equal([true, true, false])
  })

  it('remembers only a limited number of sources', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { minLength: 50 }), addresses => {
      take(...addresses)
      expect(limit.size).to.be.at.most(3)
    }))
  })
})
