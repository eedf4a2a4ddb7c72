import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { expect } from 'aegir/chai'
import { concat } from 'uint8arrays/concat'
import { SignalingServer } from '../../src/signaling/index.ts'
import { MAX_UNAUTHENTICATED_STREAMS } from '../../src/signaling/limits.ts'
import { protocolOf } from '../../src/signaling/signaling-server.ts'
import { MemoryNetwork } from '../fixtures/memory-network.ts'
import { memoryStreams } from '../fixtures/memory-streams.ts'
import { settled } from './fixtures/signaling-scene.ts'
import type { MemoryNode } from '../fixtures/memory-network.ts'
import type { Connection, PeerId, Stream } from '@libp2p/interface'

const NAME = new Uint8Array(16).fill(7)
const FRAME = concat([Uint8Array.of(16), NAME])

describe('the signaling server of a node', () => {
  let node: MemoryNode
  let server: SignalingServer
  let peer: PeerId
  /** What has arrived on each stream that was handed over */
  let handed: Uint8Array[]
  let unregister: () => void

  beforeEach(async () => {
    node = await new MemoryNetwork().createNode()
    server = new SignalingServer(node.components)
    await server.start()
    peer = await createPeer()
    handed = []
    unregister = server.register(NAME, stream => {
      const index = handed.push(new Uint8Array()) - 1
      stream.addEventListener('message', ({ data }) => { handed[index] = concat([handed[index], data.subarray()]) })
    })
  })

  afterEach(async () => {
    await server.stop()
  })

  it('shows one protocol, whatever is registered', async () => {
    unregister()
    expect([...node.handlers.keys()]).to.deep.equal([protocolOf(node.sessionKey)])
    server.register(NAME, () => {})
    server.register(new Uint8Array(16), () => {})
    expect([...node.handlers.keys()]).to.deep.equal([protocolOf(node.sessionKey)])

    await server.stop()
    expect(node.handlers.size).to.equal(0)
  })

  const sizes = [1, 5, 16, 17, 18, 100]

  sizes.forEach(size => {
    it(`hands over a stream with everything behind its name, in pieces of ${size} bytes`, async () => {
      const stream = open()
      const bytes = concat([FRAME, Uint8Array.from({ length: 40 }, (_, index) => index)])

      for (let at = 0; at < bytes.byteLength; at += size) {
        stream.send(bytes.slice(at, at + size))
        await settled()
      }

      expect(handed).to.deep.equal([bytes.subarray(FRAME.byteLength)])
      expect(stream.status).to.equal('open')
    })
  })

  it('hands over a stream whose other end has said all before it was looked at', async () => {
    const stream = open()
    stream.send(concat([FRAME, Uint8Array.of(1, 2, 3)]))
    await stream.close()
    await settled()

    expect(handed).to.deep.equal([Uint8Array.of(1, 2, 3)])
  })

  const bad: Array<[string, Uint8Array, string]> = [
    ['a name that nobody has registered', concat([Uint8Array.of(16), new Uint8Array(16).fill(8)]), 'unknown-group'],
    ['a shorter name', concat([Uint8Array.of(15), NAME]), 'malformed'],
    ['a longer name', concat([Uint8Array.of(17), NAME, NAME]), 'malformed'],
    ['a length without end', new Uint8Array(1_000).fill(0x80), 'malformed'],
    ['a length of 0', Uint8Array.of(0), 'malformed']
  ]

  bad.forEach(([what, bytes, reason]) => {
    it(`resets a stream that begins with ${what}, without a word`, async () => {
      const stream = open()
      let answer = 0
      stream.addEventListener('message', ({ data }) => { answer += data.byteLength })
      stream.send(bytes)
      await settled()

      expect([stream.status, answer, handed.length]).to.deep.equal(['reset', 0, 0])
      expect(server.dropped).to.deep.equal({ [reason]: 1 })
    })
  })

  it('hands over nothing once the name was given back', async () => {
    unregister()
    const stream = open()
    stream.send(FRAME)
    await settled()

    expect([stream.status, handed.length]).to.deep.equal(['reset', 0])
  })

  it('refuses a name that is registered, and still serves the first', async () => {
    expect(() => server.register(NAME, () => {})).to.throw().with.property('name', 'InvalidCallStateError')
    open().send(FRAME)
    await settled()
    expect(handed).to.have.lengthOf(1)

    unregister()
    server.register(NAME, () => {})
    // giving it back once more changes nothing
    unregister()
    const stream = open()
    stream.send(FRAME)
    await settled()
    expect(stream.status).to.equal('open')
  })

  it('waits for 16 names at most: a stranger with many streams loses its own, and all others stay', async () => {
    const member = await createPeer()
    const first = open(member)
    const strangers = Array.from({ length: 3 * MAX_UNAUTHENTICATED_STREAMS }, () => open())
    await settled()

    expect(MAX_UNAUTHENTICATED_STREAMS).to.equal(16)
    expect(strangers.filter(({ status }) => status === 'open')).to.deep.equal(strangers.slice(-MAX_UNAUTHENTICATED_STREAMS + 1))
    first.send(FRAME)
    await settled()
    expect(handed).to.have.lengthOf(1)
    expect(server.dropped).to.deep.equal({ 'too-many-streams': 2 * MAX_UNAUTHENTICATED_STREAMS + 1 })
  })

  it('waits for 16 names at most: of strangers with many keys, the oldest stream makes room', async () => {
    const peers = await Promise.all(Array.from({ length: MAX_UNAUTHENTICATED_STREAMS + 1 }, createPeer))
    const streams = peers.map(peer => open(peer))
    await settled()

    expect(streams.map(({ status }) => status)).to.deep.equal(['reset', ...new Array(MAX_UNAUTHENTICATED_STREAMS).fill('open')])
  })

  it('closes a stream for which there is no room before it resets it, so that nobody takes that for an answer', async () => {
    const first = open()
    const events: string[] = []
    first.addEventListener('remoteCloseWrite', () => { events.push('closed') })
    first.addEventListener('close', () => { events.push(first.status) })
    Array.from({ length: MAX_UNAUTHENTICATED_STREAMS }, () => open())
    await settled()

    expect(events).to.deep.equal(['closed', 'reset'])
  })

  it('resets what waits when it stops', async () => {
    const stream = open()
    await server.stop()
    await settled()

    expect(stream.status).to.equal('reset')
  })

  function open (from = peer): Stream {
    const [near, far] = memoryStreams()
    void node.handlers.get(protocolOf(node.sessionKey))?.(far, { remotePeer: from, status: 'open' } as unknown as Connection)

    return near
  }
})

async function createPeer (): Promise<PeerId> {
  return peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
}
