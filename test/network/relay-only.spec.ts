import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { relayedAddresses, RelayOnlyRule } from '../../src/network/relay-only.ts'

const ENTRY = '12D3KooWGzxzKZYveHXtpG6AsrUJBcWxHBFS2HsEoGTxrMLvKXtf'
const MEMBER = '12D3KooWJvyP3VJYymTqG7eH4PM5rN4T2agk5cdNCfNymAqwqcvZ'
const ADDRESSES = [`/ip4/11.0.0.1/tcp/4801/p2p/${ENTRY}`, '/dns4/example.org/tcp/443/wss']

const ALLOWED = [
  ...ADDRESSES,
  '/ip4/11.0.0.1/tcp/4801',
  `/dns4/example.org/tcp/443/wss/p2p/${MEMBER}`,
  `/ip4/11.0.0.1/tcp/4801/p2p/${ENTRY}/p2p-circuit/p2p/${MEMBER}`,
  // the connection to the relay is there, and it is dialled as above otherwise
  `/ip4/11.0.0.9/tcp/1/p2p/${ENTRY}/p2p-circuit/p2p/${MEMBER}`
]

const REFUSED = [
  `/ip4/11.0.0.2/tcp/4801/p2p/${MEMBER}`,
  // another member says that the bootstrap peer is there
  `/ip4/11.0.0.2/tcp/4801/p2p/${ENTRY}`,
  `/ip4/11.0.0.1/tcp/4802/p2p/${ENTRY}`,
  `/ip4/11.0.0.2/tcp/1/p2p/${MEMBER}/p2p-circuit/p2p/${MEMBER}`,
  `/ip4/11.0.0.1/tcp/4801/p2p/${ENTRY}/p2p-circuit/p2p/${MEMBER}/p2p-circuit`,
  '/ip4/11.0.0.1/tcp/4801/p2p-circuit',
  '/dnsaddr/example.org'
]

describe('a peer that hides its addresses', () => {
  const rule = new RelayOnlyRule(ADDRESSES.map(address => multiaddr(address)))

  for (const address of ALLOWED) {
    it(`may dial ${address}`, () => {
      expect(rule.mayDial(multiaddr(address))).to.equal(true)
    })
  }

  for (const address of REFUSED) {
    it(`may not dial ${address}`, () => {
      expect(rule.mayDial(multiaddr(address))).to.equal(false)
    })
  }

  it('announces only addresses of relays', () => {
    const relayed = multiaddr(`${ADDRESSES[0]}/p2p-circuit/p2p/${MEMBER}`)

    expect(relayedAddresses([multiaddr('/ip4/192.168.1.7/tcp/1'), relayed])).to.deep.equal([relayed])
  })
})
