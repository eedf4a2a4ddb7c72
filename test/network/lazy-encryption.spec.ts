import { connect, createServer } from 'node:net'
import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { tcp } from '@libp2p/tcp'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createLibp2p } from 'libp2p'
import { withLazyEncryption } from '../../src/network/lazy-encryption.ts'
import type { Libp2p } from '@libp2p/interface'
import type { AddressInfo, Server } from 'node:net'

describe('a dial that doesn\'t wait for the negotiation of its encryption', () => {
  let nodes: Libp2p[]
  let server: Server

  afterEach(async () => {
    server.close()
    await Promise.all(nodes.map(async node => node.stop()))
  })

  async function createNode (lazy: boolean): Promise<Libp2p> {
    return createLibp2p({
      addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
      transports: [lazy ? withLazyEncryption(tcp()) : tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      connectionGater: { denyDialMultiaddr: () => false }
    })
  }

  /** Returns the address of a TCP server */
  async function listen (onSocket: Parameters<typeof createServer>[1]): Promise<string> {
    server = createServer(onSocket)
    await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })

    return `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`
  }

  /** Dials a stock peer; returns how often the dialler has sent, and waited, by the time that is done */
  async function countTurns (lazy: boolean): Promise<number> {
    nodes = [await createNode(lazy), await createNode(false)]
    const [near, far] = nodes
    const port = Number(far.getMultiaddrs()[0].toString().split('/')[4])
    /** Who has sent, in turn */
    const senders: string[] = []
    const note = (sender: string): void => {
      if (senders.at(-1) !== sender) {
        senders.push(sender)
      }
    }
    const address = await listen(socket => {
      const outer = connect(port, '127.0.0.1')
      socket.on('data', bytes => { note('near'); outer.write(bytes) })
      outer.on('data', bytes => { note('far'); socket.write(bytes) })
      socket.on('close', () => { outer.destroy() })
      socket.on('error', () => {})
      outer.on('error', () => {})
    })

    const connection = await near.dial(multiaddr(`${address}/p2p/${far.peerId.toString()}`))
    expect(connection.remotePeer.equals(far.peerId)).to.equal(true)

    return senders.filter(sender => sender === 'near').length
  }

  it('sends Noise\'s first message at once', async () => {
    await expect(countTurns(true)).to.eventually.equal(1)
  })

  it('(waits first without it)', async () => {
    await expect(countTurns(false)).to.eventually.equal(2)
  })

  it('fails if the other end doesn\'t speak Noise', async () => {
    nodes = [await createNode(true)]
    const address = await listen(socket => {
      socket.on('error', () => {})
      socket.write('\u0013/multistream/1.0.0\n\u0003na\n')
    })

    await expect(nodes[0].dial(multiaddr(address))).to.eventually.be.rejected.with.property('name', 'EncryptionFailedError')
  })
})
