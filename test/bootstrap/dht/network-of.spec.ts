import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { networkOf } from '../../../bootstrap/dht/network-of.ts'

describe('the network of a peer that adds a record', () => {
  for (const [address, network] of [
    ['/ip4/192.0.2.7/tcp/4801', '192.0.2'],
    ['/ip4/127.0.0.1/tcp/4801/ws', '127.0.0'],
    ['/ip6/2001:db8:1:2:3:4:5:6/tcp/4801', '2001:db8:1:2'],
    ['/ip6/2001:db8::7/udp/4801/webrtc-direct', '2001:db8:0:0'],
    ['/ip6/::1/tcp/4801', '0:0:0:0'],
    ['/ip4/192.0.2.7/tcp/4801/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q/p2p-circuit', 'relayed']
  ]) {
    it(`${address.slice(0, 40)} is in ${network}`, () => {
      expect(networkOf(multiaddr(address))).to.equal(network)
    })
  }
})
