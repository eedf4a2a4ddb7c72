import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createClient, pick, TCP_ONLY } from './fixtures/client.ts'
import type { Client } from './fixtures/client.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

/** Many more a second than libp2p lets in by default, and as many as a slow machine lets in before its limit of 10 s */
const CLIENTS = 20

describe('a crowd from one address', () => {
  let peer: BootstrapPeer
  let clients: Client[]

  beforeEach(async () => {
    peer = await createBootstrapPeer(TCP_ONLY)
    clients = await Promise.all(Array.from({ length: CLIENTS }, async () => createClient()))
  })

  afterEach(async () => {
    await Promise.all(clients.map(async client => client.stop()))
    await peer.stop()
  })

  it('is let in all at once', async () => {
    const all = Promise.withResolvers<void>()
    const address = pick(peer.addresses(), /tcp/)

    peer.node.addEventListener('connection:open', () => {
      if (peer.statistics().connections === CLIENTS) {
        all.resolve()
      }
    })

    // a peer that is refused gets an error
    await Promise.all([...clients.map(async client => client.dial(address)), all.promise])
    expect(clients.flatMap(client => client.getConnections()).map(({ status }) => status)).to.deep.equal(new Array(CLIENTS).fill('open'))
  })
})
