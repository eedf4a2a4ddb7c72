import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { ANY_PORTS, createClient, pick } from './fixtures/client.ts'
import type { Client } from './fixtures/client.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

describe('dial a bootstrap peer as browsers do', () => {
  let peer: BootstrapPeer
  let client: Client

  before(async () => {
    peer = await createBootstrapPeer(ANY_PORTS)
    client = await createClient()
  })

  after(async () => {
    await client.stop()
    await peer.stop()
  })

  async function dial (pattern: RegExp): Promise<void> {
    const connection = await client.dial(pick(peer.addresses(), pattern), { force: true })

    expect(connection.remotePeer.equals(peer.peerId)).to.be.true()
    expect(connection.remoteAddr.toString()).to.match(pattern)
    expect(connection.limits).to.be.undefined()
    await connection.close()
  }

  it('connects over WebSocket', async () => {
    await dial(/\/ws\//)
  })

  it('connects over WebRTC-Direct', async () => {
    await dial(/\/webrtc-direct\/certhash\//)
  })

  it('refuses another certificate over WebRTC-Direct', async () => {
    const other = await createBootstrapPeer({ ...ANY_PORTS, stunPort: false })
    const [, certhash] = /certhash\/([^/]+)/.exec(other.addresses().join()) ?? []
    const address = pick(peer.addresses(), /webrtc-direct/).toString().replace(/certhash\/[^/]+/, `certhash/${certhash}`)

    await other.stop()
    await expect(client.dial(pick([address], /./), { force: true, signal: AbortSignal.timeout(5_000) })).to.eventually.be.rejected()
  })
})
