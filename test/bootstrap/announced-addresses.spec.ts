import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { stubInterface } from 'sinon-ts'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { ownAddresses } from '../../bootstrap/own-addresses.ts'
import { ANY_PORTS } from './fixtures/client.ts'
import type { AddressManager } from '@libp2p/interface-internal'

describe('announced addresses', () => {
  it('stand beside its own, with certhash and PeerId', async () => {
    const peer = await createBootstrapPeer({
      ...ANY_PORTS,
      announce: ['/dns4/example.org/tcp/4801', '/ip4/8.8.8.8/udp/4803/webrtc-direct']
    })
    const addresses = peer.addresses()
    const [certhash] = /certhash\/[^/]+/.exec(addresses[2]) ?? []

    await peer.stop()
    expect(addresses).to.have.lengthOf(5)
    expect(addresses).to.include(`/dns4/example.org/tcp/4801/p2p/${peer.peerId.toString()}`)
    expect(addresses).to.include(`/ip4/8.8.8.8/udp/4803/webrtc-direct/${certhash}/p2p/${peer.peerId.toString()}`)
  })

  it('include public addresses of its own interfaces, and not those that others report', () => {
    const addressManager = stubInterface<AddressManager>()
    const [unverified, verified, observed] = ['/ip4/8.8.8.8/tcp/1', '/ip4/10.0.0.1/tcp/1', '/ip4/9.9.9.9/tcp/1'].map(address => multiaddr(address))

    addressManager.getAddressesWithMetadata.returns([
      { multiaddr: unverified, type: 'transport', verified: false, expires: 0 },
      { multiaddr: verified, type: 'transport', verified: true, expires: 0 },
      { multiaddr: observed, type: 'observed', verified: false, expires: 0 }
    ])
    ownAddresses()({ addressManager }).confirm()

    expect(addressManager.confirmObservedAddr.args.map(([address]) => address)).to.deep.equal([unverified])
  })
})
