import { expect } from 'aegir/chai'
import { stubInterface } from 'sinon-ts'
import { createBootstrapPeer, keepConnected } from '../../bootstrap/index.ts'
import { retryPause } from '../../bootstrap/keep-connected.ts'
import { freePort, TCP_ONLY } from './fixtures/client.ts'
import type { BootstrapPeer, KeepConnectedInit } from '../../bootstrap/index.ts'

describe('another bootstrap peer restarts', () => {
  let peers: BootstrapPeer[] = []

  afterEach(async () => {
    await Promise.all(peers.map(async peer => peer.stop()))
    peers = []
  })

  async function start (init: object): Promise<BootstrapPeer> {
    const peer = await createBootstrapPeer({ ...TCP_ONLY, ...init })

    peers.push(peer)

    return peer
  }

  it('is found again at its address, also if it was not there at first', async () => {
    const port = await freePort()
    const peer = await start({ bootstrap: [`/ip4/127.0.0.1/tcp/${port}`] })

    for (let i = 0; i < 2; i++) {
      const connected = Promise.withResolvers<string>()

      peer.node.addEventListener('peer:connect', ({ detail }) => { connected.resolve(detail.toString()) }, { once: true })

      const other = await start({ port })

      await expect(connected.promise).to.eventually.equal(other.peerId.toString())
      await other.stop()
    }
  })

  it('is not itself', async () => {
    const peer = await start({})
    const node = stubInterface<KeepConnectedInit['node']>({ peerId: peer.peerId })
    const [own] = peer.addresses()

    node.dial.rejects(new Error('nobody there'))

    const uplinks = keepConnected({ node, addresses: [own, '/ip4/127.0.0.1/tcp/1'] })

    await uplinks.start()
    await uplinks.stop()
    expect(node.dial.args.map(([addresses]) => String(addresses))).to.deep.equal(['/ip4/127.0.0.1/tcp/1'])
  })

  it('is tried at growing, jittered intervals', () => {
    expect([0, 1, 5, 6, 60].map(failures => retryPause(failures, () => 1))).to.deep.equal([1_000, 2_000, 32_000, 60_000, 60_000])
    expect([0, 6].map(failures => retryPause(failures, () => 0))).to.deep.equal([500, 30_000])
  })
})
