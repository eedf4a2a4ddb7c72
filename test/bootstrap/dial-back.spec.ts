import { expect } from 'aegir/chai'
import { dialBack } from '../../bootstrap/dial-back.ts'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { override } from '../../src/network/override.ts'
import { TCP_ONLY } from './fixtures/client.ts'

describe('a bootstrap peer whose own addresses nobody has confirmed', () => {
  // libp2p's random walk blocks the process for good while the DHT's routing table is empty
  it('takes no random walk to find somebody who does', async () => {
    const peer = await createBootstrapPeer(TCP_ONLY)

    try {
      let walks = 0
      const { components } = peer.node as any
      const service: any = dialBack()(override(components, {
        addressManager: override(components.addressManager, { getAddressesWithMetadata: () => [{ verified: false, expires: 0 }] }),
        randomWalk: {
          walk: async function * () {
            walks++
            yield peer.node.peerId
          }
        }
      }))

      await service.findRandomPeers()
      expect(service.allAddressesAreVerified()).to.equal(false)
      expect(walks).to.equal(0)
    } finally {
      await peer.stop()
    }
  })
})
