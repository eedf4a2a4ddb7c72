import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { lacksOutsideAddress, untilOutsideAddress } from '../../src/cli/call/outside-address.ts'
import type { AddressedPeer } from '../../src/cli/until-addresses.ts'

const RELAYED = '/ip4/11.77.0.1/tcp/4801/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q/p2p-circuit'

/** A peer whose addresses change */
class Peer extends EventTarget {
  addresses = ['/ip4/192.168.1.2/tcp/1']

  getMultiaddrs (): ReturnType<AddressedPeer['getMultiaddrs']> {
    return this.addresses.map(text => multiaddr(text))
  }
}

describe('an address for an invite that works from outside', () => {
  for (const [what, bootstrap, lacks] of [
    ['is missing behind a NAT, if a bootstrap peer is public', '/ip4/11.77.0.1/tcp/4801', true],
    ['is missing if a bootstrap peer has a name', '/dns4/example.org/tcp/4801', true],
    ['is not needed on one network', '/ip4/192.168.1.1/tcp/4801', false],
    ['is not needed on one machine', '/ip4/127.0.0.1/tcp/4801', false]
  ] as const) {
    it(what, () => {
      expect(lacksOutsideAddress(new Peer(), [multiaddr(bootstrap)])).to.equal(lacks)
    })
  }

  it('is waited for', async () => {
    const peer = new Peer()
    const waiting = untilOutsideAddress(peer as unknown as AddressedPeer, [multiaddr(RELAYED)], { signal: AbortSignal.timeout(50_000) })

    peer.addresses.push(RELAYED)
    peer.dispatchEvent(new Event('transport:listening'))
    await waiting
    expect(lacksOutsideAddress(peer, [multiaddr(RELAYED)])).to.equal(false)
  })

  it('is not waited for when the call ends', async () => {
    const abort = new AbortController()
    const waiting = untilOutsideAddress(new Peer() as unknown as AddressedPeer, [multiaddr(RELAYED)], { signal: abort.signal })

    abort.abort()
    await waiting
  })
})
