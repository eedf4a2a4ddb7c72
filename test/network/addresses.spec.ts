import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { selectAddresses } from '../../src/network/index.ts'

describe('the addresses that are told others', () => {
  for (const [what, addresses, selected] of [
    ['leave loopback out', ['/ip4/127.0.0.1/tcp/1', '/ip4/192.0.2.1/tcp/1', '/ip6/::1/tcp/1'], ['/ip4/192.0.2.1/tcp/1']],
    ['are loopback where there is nothing else', ['/ip4/127.0.0.1/tcp/1'], ['/ip4/127.0.0.1/tcp/1']],
    ['begin with TCP, and a relay comes last', [
      '/ip4/192.0.2.1/tcp/1/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q/p2p-circuit', '/ip4/192.0.2.1/tcp/2/ws', '/ip4/192.0.2.1/udp/3/webrtc-direct', '/ip4/192.0.2.1/tcp/4'
    ], [
      '/ip4/192.0.2.1/tcp/4', '/ip4/192.0.2.1/udp/3/webrtc-direct', '/ip4/192.0.2.1/tcp/2/ws', '/ip4/192.0.2.1/tcp/1/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q/p2p-circuit'
    ]],
    ['are at most eight', Array.from({ length: 20 }, (_, i) => `/ip4/192.0.2.1/tcp/${i + 1}`), Array.from({ length: 8 }, (_, i) => `/ip4/192.0.2.1/tcp/${i + 1}`)]
  ] as Array<[string, string[], string[]]>) {
    it(what, () => {
      expect(selectAddresses(addresses.map(address => multiaddr(address))).map(address => address.toString())).to.deep.equal(selected)
    })
  }
})
