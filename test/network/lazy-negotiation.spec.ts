import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { tcp } from '@libp2p/tcp'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createLibp2p } from 'libp2p'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { withLazyNegotiation } from '../../src/network/lazy-negotiation.ts'
import { HeldProxy } from '../fixtures/held-proxy.ts'
import { until } from '../fixtures/until.ts'
import type { Connection, Libp2p, Stream, StreamMuxerFactory } from '@libp2p/interface'

const PROTOCOL = '/test/1.0.0'

/** What both ends of a stream begin with */
const NAMES = '\u0013/multistream/1.0.0\n\u000c/test/1.0.0\n'

describe('a stream whose protocol is not negotiated before its first message', () => {
  let nodes: Libp2p[]
  let proxy: HeldProxy
  let connection: Connection
  /** What the other end has read */
  let read: string

  beforeEach(async () => {
    read = ''
    nodes = await Promise.all([1, 2].map(async () => createLibp2p({
      addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [withLazyNegotiation(yamux())]
    })))
    const [near, far] = nodes
    await far.handle(PROTOCOL, stream => {
      stream.addEventListener('message', ({ data }) => { read += toString(data.subarray()) })
      stream.send(fromString('answer'))
    })

    proxy = await HeldProxy.create({ to: Number(far.getMultiaddrs()[0].toString().split('/')[4]), from: 'server' })
    connection = await near.dial(multiaddr(`/ip4/127.0.0.1/tcp/${proxy.port}/p2p/${far.peerId.toString()}`))
  })

  afterEach(async () => {
    await Promise.all(nodes.map(async node => node.stop()))
    proxy.close()
  })

  it('carries the first message to the other end before anything comes back', async () => {
    proxy.hold()
    const stream = await connection.newStream(PROTOCOL, { negotiateFully: false })
    const answers = collect(stream)
    stream.send(fromString('question'))
    await until('the message to arrive', () => read === 'question')

    expect(answers()).to.equal('')
    proxy.release()
    await until('the answer', () => answers() === 'answer')
    expect(stream.protocol).to.equal(PROTOCOL)
  })

  it('waits for the other end unless told otherwise', async () => {
    proxy.hold()
    let opened = false
    const opening = connection.newStream(PROTOCOL).then(() => { opened = true })
    await until('the other end to agree', () => proxy.waits)

    expect(opened).to.equal(false)
    proxy.release()
    await opening
  })

  it('ends when the other end does not speak the protocol', async () => {
    const stream = await connection.newStream('/other/1.0.0', { negotiateFully: false })
    const ended = new Promise<Error | undefined>(resolve => { stream.addEventListener('close', ({ error }) => { resolve(error) }) })
    stream.send(fromString('question'))

    expect((await ended)?.name).to.equal('UnsupportedProtocolError')
  })
})

describe('the answer to a protocol that was not negotiated', () => {
  let stream: FakeStream

  beforeEach(async () => {
    stream = new FakeStream()
    const create = withLazyNegotiation(() => ({ protocol: '/fake', createStreamMuxer: () => ({ createStream: async () => stream }) }) as unknown as StreamMuxerFactory)
    await create({}).createStreamMuxer({} as any).createStream({ protocol: PROTOCOL, negotiateFully: false } as object)
  })

  it('is kept from those who read the stream, in whatever pieces it comes', () => {
    for (const byte of fromString(`${NAMES}answer`)) {
      stream.onData(Uint8Array.of(byte))
    }

    expect([stream.sent, stream.data]).to.deep.equal([NAMES, 'answer'])
  })

  it('may come with what follows', () => {
    stream.onData(fromString(`${NAMES}ans`))
    stream.onData(fromString('wer'))

    expect(stream.data).to.equal('answer')
  })

  it('ends the stream if it is another one', () => {
    stream.onData(fromString('\u0013/multistream/1.0.0\n\u0003na\n'))

    expect([stream.data, stream.error?.name]).to.deep.equal(['', 'UnsupportedProtocolError'])
  })
})

class FakeStream {
  protocol = ''
  sent = ''
  data = ''
  error?: Error

  send (bytes: Uint8Array): void {
    this.sent += toString(bytes)
  }

  onData (bytes: Uint8Array | { subarray(): Uint8Array }): void {
    this.data += toString(bytes.subarray())
  }

  abort (err: Error): void {
    this.error = err
  }
}

function collect (stream: Stream): () => string {
  const bytes: Uint8Array[] = []
  stream.addEventListener('message', ({ data }) => { bytes.push(data.subarray()) })

  return () => toString(concat(bytes))
}
