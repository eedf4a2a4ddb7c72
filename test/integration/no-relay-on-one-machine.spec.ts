import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer } from '../../src/index.ts'
import { until } from '../fixtures/until.ts'
import type { NATTraversal } from '../../src/call/nat-traversal.ts'
import type { Libp2p } from '@libp2p/interface'

describe('a peer on the machine of its bootstrap peer', () => {
  it('needs no relay, and makes no reservation', async () => {
    const bootstrap = await createBootstrapPeer({ port: 0, wsPort: false, webrtcPort: false, stunPort: false })
    const peer = await createCallPeer({ identity: await createIdentity(), bootstrap: bootstrap.addresses().slice(0, 1) })

    try {
      const connection = await until('the bootstrap peer to be connected', () => peer.getConnections(bootstrap.peerId)[0], { on: [peer, 'connection:open'] })
      const { nat } = (peer as Libp2p<any>).services as { nat: NATTraversal }

      expect(await nat.needsRelay(connection)).to.equal(false)
      expect(bootstrap.statistics().reservations).to.equal(0)
      expect(peer.getMultiaddrs().map(String).filter(address => address.includes('p2p-circuit'))).to.deep.equal([])
    } finally {
      await peer.stop()
      await bootstrap.stop()
    }
  })
})
