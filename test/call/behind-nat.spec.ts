import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { needsRelay } from '../../src/call/behind-nat.ts'

const HOME = ['127.0.0.1', '::1', '192.168.1.2', 'fd00::2']
const WITH_IP6 = [...HOME, '2a00::2']
const SERVER = ['127.0.0.1', '11.77.0.2']

describe('whether peers elsewhere need a relay to reach us', () => {
  for (const [what, own, entry, observed, needed] of [
    ['yes, with private addresses and a public bootstrap peer', HOME, '/ip4/11.77.0.1/tcp/4801', undefined, true],
    ['yes, although peers with IPv6 can dial us', WITH_IP6, '/ip6/2a00::1/tcp/4801', '/ip6/2a00::2/tcp/5', true],
    ['yes, if a bootstrap peer sees another address', HOME, '/ip4/10.0.0.1/tcp/4801', '/ip4/10.0.0.7/tcp/5', true],
    ['yes, if a server is behind a NAT in the way to one peer', SERVER, '/ip4/11.77.0.1/tcp/4801', '/ip4/11.77.0.9/tcp/5', true],
    ['no, on one machine', HOME, '/ip4/127.0.0.1/tcp/4801', '/ip4/127.0.0.1/tcp/5', false],
    ['no, on one network', HOME, '/ip4/192.168.1.1/tcp/4801', '/ip4/192.168.1.2/tcp/5', false],
    ['no, on one network with IPv6', WITH_IP6, '/ip6/fd00::1/tcp/4801', '/ip6/fd00::2/tcp/5', false],
    ['no, on a server', SERVER, '/ip4/11.77.0.1/tcp/4801', '/ip4/11.77.0.2/tcp/5', false],
    ['not known, on one network, before it has told us', HOME, '/ip4/192.168.1.1/tcp/4801', undefined, undefined],
    ['not known, if the bootstrap peer has a name', HOME, '/dns4/example.org/tcp/4801', undefined, undefined]
  ] as Array<[string, string[], string, string | undefined, boolean | undefined]>) {
    it(what, () => {
      expect(needsRelay(own, multiaddr(entry), observed == null ? undefined : multiaddr(observed))).to.equal(needed)
    })
  }
})
