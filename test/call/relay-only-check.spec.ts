import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer } from '../../src/index.ts'
import type { CallPeerInit } from '../../src/index.ts'

const BOOTSTRAP = ['/ip4/127.0.0.1/tcp/1']

describe('a call peer that should hide its addresses', () => {
  const bad: Array<[string, Partial<CallPeerInit>, string]> = [
    ['without a bootstrap peer', {}, 'name one that may know yours'],
    ['and listen', { bootstrap: BOOTSTRAP, listen: ['/ip4/127.0.0.1/tcp/0'] }, 'leave these out'],
    ['and use mDNS', { bootstrap: BOOTSTRAP, mdns: true }, 'leave these out']
  ]

  for (const [name, init, says] of bad) {
    it(`${name} is not created`, async () => {
      await expect(createCallPeer({ identity: await createIdentity(), relayOnly: true, ...init })).to.eventually.be.rejectedWith(says).with.property('name', 'InvalidParametersError')
    })
  }

  it('listens nowhere, and asks the DHT without serving it', async () => {
    const peer = await createCallPeer({ identity: await createIdentity(), relayOnly: true, bootstrap: BOOTSTRAP })

    try {
      expect((peer as any).components.transportManager.getListeners()).to.deep.equal([])
      expect(peer.getMultiaddrs()).to.deep.equal([])
      expect(peer.getProtocols().filter(protocol => /kad|relay|autonat|dcutr/.test(protocol))).to.deep.equal(['/libp2p/circuit/relay/0.2.0/stop'])
    } finally {
      await peer.stop()
    }
  })
})
