import { expect } from 'aegir/chai'
import { ANSWERS_AT_ONCE } from '../../bootstrap/ice-responder.ts'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { OFFER_LIFETIME } from '../../bootstrap/offered-services.ts'
import { askIceServices } from '../../src/network/ask-ice-services.ts'
import { STUN } from '../../src/network/ice-services.ts'
import { createClient, pick, TCP_ONLY } from './fixtures/client.ts'
import type { Client } from './fixtures/client.ts'
import type { BootstrapPeer, BootstrapPeerInit } from '../../bootstrap/index.ts'
import type { Connection } from '@libp2p/interface'

describe('a bootstrap peer that is asked for its ICE servers', () => {
  let peer: BootstrapPeer
  const clients: Client[] = []

  afterEach(async () => {
    await Promise.all(clients.splice(0).map(async client => client.stop()))
    await peer.stop()
  })

  it('tells its STUN responder, at the address at which it was reached', async () => {
    const { servers, lifetime } = await askIceServices(await connect({ stunPort: 0 }))

    expect(servers).to.deep.equal([{ kind: STUN, server: { urls: peer.stunUrl } }])
    expect(lifetime).to.equal(OFFER_LIFETIME * 1_000)
  })

  it('tells the host that its operator has set', async () => {
    const { servers } = await askIceServices(await connect({ stunPort: 0, iceHost: 'stun.example.org' }))

    expect(servers[0].server.urls).to.match(/^stun:stun\.example\.org:\d+$/)
    expect(peer.stunUrl).to.equal(servers[0].server.urls)
  })

  it('tells that it has none', async () => {
    expect((await askIceServices(await connect({ stunPort: false }))).servers).to.deep.equal([])
  })

  it('resets the stream of a peer that asks too often, and answers others', async () => {
    const connection = await connect({ stunPort: 0 })

    for (let asked = 0; asked < ANSWERS_AT_ONCE; asked++) {
      await askIceServices(connection)
    }

    await expect(askIceServices(connection)).to.be.rejectedWith()
    expect((await askIceServices(await dial())).servers).to.have.lengthOf(1)
  })

  it('is not created with a host that nobody can reach', async () => {
    await connect({})
    await expect(createBootstrapPeer({ ...TCP_ONLY, iceHost: '0.0.0.0' })).to.be.rejectedWith('isn\'t a name or an IP address that others can reach')
  })

  async function connect (init: BootstrapPeerInit): Promise<Connection> {
    peer = await createBootstrapPeer({ ...TCP_ONLY, ...init })

    return dial()
  }

  async function dial (): Promise<Connection> {
    const client = await createClient()
    clients.push(client)

    return client.dial(pick(peer.addresses(), /\/tcp\/\d+\/p2p/))
  }
})
