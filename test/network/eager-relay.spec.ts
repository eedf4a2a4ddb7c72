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
import { HeldProxy } from '../fixtures/held-proxy.ts'
import { until } from '../fixtures/until.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { ConnectionEncrypter, Libp2p } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

const PROTOCOL = '/test/1.0.0'

describe('a dial through a bootstrap peer', () => {
  let relay: BootstrapPeer
  let nodes: Libp2p[]
  let proxies: HeldProxy[]
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

  /** Returns a proxy to the relay, and the relay's address through it */
  async function throughProxy (from: 'client' | 'server'): Promise<{ address: Multiaddr, proxy: HeldProxy }> {
    const [, , , , port] = pick(relay.addresses(), /tcp/).toString().split('/')
    const proxy = await HeldProxy.create({ to: Number(port), from })
    proxies.push(proxy)

    return { proxy, address: multiaddr(`/ip4/127.0.0.1/tcp/${proxy.port}/p2p/${relay.node.peerId.toString()}`) }
  }

  /** Expects that a handshake begins while one direction is held, and that the connection works once it isn't */
  async function expectHandshake (caller: Libp2p, address: Multiaddr, proxy: HeldProxy): Promise<void> {
    proxy.hold()
    const dialling = caller.dialProtocol(address, PROTOCOL, { runOnLimitedConnection: true })
    await until('the handshake to begin', () => handshakes === 1)
    proxy.release()
    const stream = await dialling
    const { value } = await stream[Symbol.asyncIterator]().next()

    expect([...value.subarray()]).to.deep.equal([1, 2, 3])

    expect(caller.getConnections().find(({ limits }) => limits != null)).to.have.property('remotePeer')
  }

  it('begins the handshake with the peer behind it before the relay has answered', async () => {
    const target = await createTarget(pick(relay.addresses(), /tcp/))
    const caller = await createNode()
    const { address, proxy } = await throughProxy('server')
    await caller.dial(address)
    await expectHandshake(caller, address.encapsulate(`/p2p-circuit/p2p/${target.peerId.toString()}`), proxy)
  })

  it('has the relay pass the handshake on before the peer behind it has answered the relay', async () => {
    const { address, proxy } = await throughProxy('client')
    const target = await createTarget(address)
    const caller = await createNode()
    await expectHandshake(caller, pick(relay.addresses(), /tcp/).encapsulate(`/p2p-circuit/p2p/${target.peerId.toString()}`), proxy)
  })

  it('fails with the relay\'s reason if it refuses', async () => {
    const caller = await createNode()
    const absent = await createNode()
    const { events } = (caller as any).components
    const listeners: number = events.listenerCount('connection:close')

    await expect(caller.dial(pick(relay.addresses(), /tcp/).encapsulate(`/p2p-circuit/p2p/${absent.peerId.toString()}`)))
      .to.eventually.be.rejected().with.property('message').that.include('NO_RESERVATION')
    // nothing is left of a dial
    expect(events.listenerCount('connection:close')).to.equal(listeners)
  })
})
