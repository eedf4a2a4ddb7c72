import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createClient, pick, TCP_ONLY } from './fixtures/client.ts'
import type { Client } from './fixtures/client.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

const PROTOCOL = '/test/signaling/1.0.0'

/** Beyond the 128 KiB that libp2p's relays stop at */
const BYTES = 200 * 1_024

describe('a bootstrap peer relays signaling', () => {
  let peer: BootstrapPeer
  let reserved: Client
  let dialer: Client

  beforeEach(async () => {
    peer = await createBootstrapPeer(TCP_ONLY)
    // resolves when it holds the reservation
    reserved = await createClient([`${pick(peer.addresses(), /tcp/).toString()}/p2p-circuit`])
    dialer = await createClient()
  })

  afterEach(async () => {
    await Promise.all([dialer.stop(), reserved.stop()])
    await peer.stop()
  })

  it('passes more than the default limit', async () => {
    const received = Promise.withResolvers<number>()

    await reserved.handle(PROTOCOL, async stream => {
      let bytes = 0

      for await (const chunk of stream) {
        bytes += chunk.byteLength
      }

      received.resolve(bytes)
    }, { runOnLimitedConnection: true })

    const address = multiaddr(`${pick(peer.addresses(), /tcp/).toString()}/p2p-circuit/p2p/${reserved.peerId.toString()}`)
    const stream = await dialer.dialProtocol(address, PROTOCOL, { runOnLimitedConnection: true })

    expect(Number(dialer.getConnections(reserved.peerId)[0].limits?.bytes)).to.be.greaterThan(BYTES)

    for (let sent = 0; sent < BYTES; sent += 8_192) {
      if (!stream.send(new Uint8Array(8_192))) {
        await stream.onDrain()
      }
    }

    await stream.close()
    await expect(received.promise).to.eventually.equal(BYTES)
  })

  it('frees a reservation when its peer has gone, and takes it back later', async () => {
    const gone = Promise.withResolvers<unknown>()

    expect(peer.statistics()).to.have.property('reservations', 1)
    peer.node.addEventListener('peer:disconnect', gone.resolve)
    await reserved.stop()
    await gone.promise
    expect(peer.statistics()).to.have.property('reservations', 0)

    reserved = await createClient([`${pick(peer.addresses(), /tcp/).toString()}/p2p-circuit`])
    expect(peer.statistics()).to.have.property('reservations', 1)
  })
})
