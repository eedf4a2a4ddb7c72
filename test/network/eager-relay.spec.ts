import { connect, createServer } from 'node:net'
import { noise } from '@chainsafe/libp2p-noise'
import { identify } from '@libp2p/identify'
import { tcp } from '@libp2p/tcp'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createLibp2p } from 'libp2p'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { streamMuxer } from '../../src/network/muxer.ts'
import { relayTransport } from '../../src/network/relay-transport.ts'
import { pick, TCP_ONLY } from '../bootstrap/fixtures/client.ts'
import { until } from '../fixtures/until.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { ConnectionEncrypter, Libp2p } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { AddressInfo, Server } from 'node:net'

const PROTOCOL = '/test/1.0.0'

describe('a dial through a bootstrap peer', () => {
  let relay: BootstrapPeer
  let nodes: Libp2p[]
  let proxies: Server[]
  /** How often the peer behind the relay has begun a handshake */
  let handshakes: number

  beforeEach(async () => {
    relay = await createBootstrapPeer(TCP_ONLY)
    nodes = []
    proxies = []
    handshakes = 0
  })

  afterEach(async () => {
    proxies.forEach(proxy => { proxy.close() })
    await Promise.all(nodes.map(async node => node.stop()))
    await relay.stop()
  })

  async function createNode (listen: string[] = [], encryption: (components: any) => ConnectionEncrypter = noise()): Promise<Libp2p> {
    const node = await createLibp2p({
      addresses: { listen },
      transports: [tcp(), relayTransport()],
      connectionEncrypters: [encryption],
      streamMuxers: [streamMuxer()],
      connectionGater: { denyDialMultiaddr: () => false },
      services: { identify: identify() }
    })
    nodes.push(node)

    return node
  }

  async function createTarget (relayed: Multiaddr): Promise<Libp2p> {
    const target = await createNode([`${relayed.toString()}/p2p-circuit`], components => {
      const encrypter = noise()(components)
      const secureInbound = encrypter.secureInbound.bind(encrypter)
      encrypter.secureInbound = async (...args) => {
        handshakes++

        return secureInbound(...args)
      }

      return encrypter
    })
    await target.handle(PROTOCOL, async stream => { stream.send(new Uint8Array([1, 2, 3])) }, { runOnLimitedConnection: true })

    return target
  }

  /** Returns the relay's address through a proxy, and what lets the proxy pass nothing more in one direction until it is called again */
  async function throughProxy (from: 'relay' | 'node'): Promise<{ address: Multiaddr, hold(held: boolean): void }> {
    const [, , , , port] = pick(relay.addresses(), /tcp/).toString().split('/')
    let isHeld = false
    const waiting: Array<() => void> = []
    const proxy = createServer(inner => {
      const outer = connect(Number(port), '127.0.0.1')
      const [held, free] = from === 'relay' ? [outer, inner] : [inner, outer]
      const pass = (bytes: Buffer): void => { free.write(bytes) }
      held.on('data', (bytes: Buffer) => { isHeld ? waiting.push(() => { pass(bytes) }) : pass(bytes) })
      free.on('data', (bytes: Buffer) => { held.write(bytes) })
      ;[inner, outer].forEach((socket, index, sockets) => {
        socket.on('error', () => {})
        socket.on('close', () => { sockets[1 - index].destroy() })
      })
    })
    proxies.push(proxy)
    await new Promise<void>(resolve => { proxy.listen(0, '127.0.0.1', resolve) })

    return {
      address: multiaddr(`/ip4/127.0.0.1/tcp/${(proxy.address() as AddressInfo).port}/p2p/${relay.node.peerId.toString()}`),
      hold: held => {
        isHeld = held
        waiting.splice(0).forEach(send => { send() })
      }
    }
  }

  /** Expects that a handshake begins while one direction is held, and that the connection works once it isn't */
  async function expectHandshake (caller: Libp2p, address: Multiaddr, hold: (held: boolean) => void): Promise<void> {
    hold(true)
    const dialling = caller.dialProtocol(address, PROTOCOL, { runOnLimitedConnection: true })
    await until('the handshake to begin', () => handshakes === 1)
    hold(false)
    const stream = await dialling
    const { value } = await stream[Symbol.asyncIterator]().next()

    expect([...value.subarray()]).to.deep.equal([1, 2, 3])

    expect(caller.getConnections().find(({ limits }) => limits != null)).to.have.property('remotePeer')
  }

  it('begins the handshake with the peer behind it before the relay has answered', async () => {
    const target = await createTarget(pick(relay.addresses(), /tcp/))
    const caller = await createNode()
    const { address, hold } = await throughProxy('relay')
    await caller.dial(address)
    await expectHandshake(caller, address.encapsulate(`/p2p-circuit/p2p/${target.peerId.toString()}`), hold)
  })

  it('has the relay pass the handshake on before the peer behind it has answered the relay', async () => {
    const { address, hold } = await throughProxy('node')
    const target = await createTarget(address)
    const caller = await createNode()
    await expectHandshake(caller, pick(relay.addresses(), /tcp/).encapsulate(`/p2p-circuit/p2p/${target.peerId.toString()}`), hold)
  })

  it('fails with the relay\'s reason if it refuses', async () => {
    const caller = await createNode()
    const absent = await createNode()

    await expect(caller.dial(pick(relay.addresses(), /tcp/).encapsulate(`/p2p-circuit/p2p/${absent.peerId.toString()}`)))
      .to.eventually.be.rejected().with.property('message').that.include('NO_RESERVATION')
  })
})
