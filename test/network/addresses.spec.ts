import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { selectAddresses } from '../../src/network/index.ts'

const RELAY = '/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q/p2p-circuit'

describe('the addresses that are announced', () => {
  for (const [what, addresses, selected] of [
    ['leave loopback out', ['/ip4/127.0.0.1/tcp/1', '/ip4/192.0.2.1/tcp/1', '/ip6/::1/tcp/1'], ['/ip4/192.0.2.1/tcp/1']],
    ['are loopback where there is nothing else', ['/ip4/127.0.0.1/tcp/1'], ['/ip4/127.0.0.1/tcp/1']],
    ['begin with TCP, and a relay comes last', [
      '/ip4/192.0.2.1/tcp/1/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q/p2p-circuit', '/ip4/192.0.2.1/tcp/2/ws', '/ip4/192.0.2.1/udp/3/webrtc-direct', '/ip4/192.0.2.1/tcp/4'
    ], [
      '/ip4/192.0.2.1/tcp/4', '/ip4/192.0.2.1/udp/3/webrtc-direct', '/ip4/192.0.2.1/tcp/2/ws', '/ip4/192.0.2.1/tcp/1/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q/p2p-circuit'
    ]],
    ['are at most eight', Array.from({ length: 20 }, (_, i) => `/ip4/192.0.2.1/tcp/${i + 1}`), Array.from({ length: 8 }, (_, i) => `/ip4/192.0.2.1/tcp/${i + 1}`)],
    ['contain the relays\' however many interfaces there are', [
      ...Array.from({ length: 9 }, (_, i) => `/ip4/10.0.${i}.1/tcp/1`),
      ...['10.0.0.9', '11.77.0.1'].flatMap(host => ['tcp/4801', 'tcp/4802/ws'].map(port => `/ip4/${host}/${port}${RELAY}`))
    ], [
      ...Array.from({ length: 6 }, (_, i) => `/ip4/10.0.${i}.1/tcp/1`), `/ip4/11.77.0.1/tcp/4801${RELAY}`, `/ip4/11.77.0.1/tcp/4802/ws${RELAY}`
    ]],
    ['contain public ones before private ones', [...Array.from({ length: 9 }, (_, i) => `/ip4/10.0.${i}.1/tcp/1`), '/ip4/11.77.0.2/tcp/2'], [
      '/ip4/11.77.0.2/tcp/2', ...Array.from({ length: 7 }, (_, i) => `/ip4/10.0.${i}.1/tcp/1`)
    ]],
    ['contain two private ones however many public ones there are', [...Array.from({ length: 9 }, (_, i) => `/ip6/2a00::${i + 1}/tcp/1`), '/ip4/10.0.0.1/tcp/1', '/ip4/10.0.1.1/tcp/1', '/ip4/10.0.2.1/tcp/1'], [
      ...Array.from({ length: 6 }, (_, i) => `/ip6/2a00::${i + 1}/tcp/1`), '/ip4/10.0.0.1/tcp/1', '/ip4/10.0.1.1/tcp/1'
    ]]
  ] as Array<[string, string[], string[]]>) {
    it(what, () => {
      expect(selectAddresses(addresses.map(address => multiaddr(address))).map(address => address.toString())).to.deep.equal(selected)
    })
  }
})
