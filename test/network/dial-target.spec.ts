import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { dialTargetOf, relayTargetOf } from '../../src/network/dial-target.ts'

const PEER = '12D3KooWGzxzKZYveHXtpG6AsrUJBcWxHBFS2HsEoGTxrMLvKXtf'
const HASH = 'uEiD4hq6s0S9bDOCfGcKrkRbWDpXvkVBgxvIOJyqNmyCFGQ'

/** Each line: one host and port, in several spellings */
const SAME: string[][] = [
  ['/ip4/192.0.2.1/tcp/4001', '/ip4/192.0.2.1/tcp/4001/ws', '/ip4/192.0.2.1/tcp/4001/tls/ws', `/ip4/192.0.2.1/tcp/4001/p2p/${PEER}`, '/ip6/::ffff:192.0.2.1/tcp/4001', '/ip6/::ffff:c000:201/tcp/4001'],
  ['/ip6/2001:db8::1/tcp/1', '/ip6/2001:db8:0:0:0:0:0:1/tcp/1', '/ip6zone/eth0/ip6/2001:db8::1/tcp/1'],
  ['/ip4/127.0.0.1/tcp/1', '/ip4/127.9.9.9/tcp/1', '/ip4/0.0.0.0/tcp/1', '/ip6/::1/tcp/1', '/ip6/::/tcp/1', '/ip6/::ffff:127.0.0.1/tcp/1'],
  ['/dns4/Relay.Example.org/tcp/443/wss', '/dns/relay.example.org./tcp/443', '/dns6/relay.example.org/tcp/443'],
  ['/ip4/192.0.2.1/udp/4001/webrtc-direct', `/ip4/192.0.2.1/udp/4001/webrtc-direct/certhash/${HASH}`, '/ip4/192.0.2.1/udp/4001/quic-v1']
]

const DIFFERENT = ['/ip4/192.0.2.1/tcp/4001', '/ip4/192.0.2.1/udp/4001', '/ip4/192.0.2.1/tcp/4002', '/ip4/192.0.2.2/tcp/4001', '/ip6/2001:db8::1/tcp/4001', '/dns4/example.org/tcp/4001']

const REFUSED = ['/unix/%2ftmp%2fsocket', `/p2p/${PEER}`, '/dnsaddr/example.org', '/ip4/224.0.0.1/udp/4001/webrtc-direct', '/ip4/255.255.255.255/udp/1', '/ip6/ff02::1/udp/1', '/ip6/::ffff:224.0.0.1/udp/1', '/ip4/192.0.2.1']

describe('the host and port that an address leads to', () => {
  for (const spellings of SAME) {
    it(`is the same for all spellings of ${spellings[0]}`, () => {
      expect(new Set(spellings.map(keyOf)).size).to.equal(1)
      expect(keyOf(spellings[0])).to.be.a('string')
    })
  }

  it('is different for another protocol, host or port', () => {
    expect(new Set(DIFFERENT.map(keyOf)).size).to.equal(DIFFERENT.length)
  })

  for (const address of REFUSED) {
    it(`is nothing that others may have us dial for ${address}`, () => {
      expect(keyOf(address)).to.equal(undefined)
    })
  }

  it('shows whether DNS decides where it leads', () => {
    expect(dialTargetOf(multiaddr('/dns4/example.org/tcp/1'))?.named).to.equal(true)
    expect(dialTargetOf(multiaddr('/ip4/192.0.2.1/tcp/1'))?.named).to.equal(false)
  })

  it('is the relay\'s for a relayed address, if it leads through one relay that it names', () => {
    const relay = `/ip4/192.0.2.1/tcp/1/p2p/${PEER}`

    expect(relayTargetOf(multiaddr(`${relay}/p2p-circuit/p2p/${PEER}`))?.address.toString()).to.equal(relay)
    expect(relayTargetOf(multiaddr(`${relay}/p2p-circuit`))?.id).to.equal(PEER)
    expect(relayTargetOf(multiaddr(relay))).to.equal(undefined)
    expect(() => relayTargetOf(multiaddr('/ip4/192.0.2.1/tcp/1/p2p-circuit'))).to.throw('unknown')
    expect(() => relayTargetOf(multiaddr(`${relay}/p2p-circuit/p2p/${PEER}/p2p-circuit`))).to.throw('more than one relay')
  })
})

function keyOf (address: string): string | undefined {
  return dialTargetOf(multiaddr(address))?.key
}
