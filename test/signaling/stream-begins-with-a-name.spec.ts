import { expect } from 'aegir/chai'
import { concat } from 'uint8arrays/concat'
import { deriveGroupKeys } from '../../src/group/index.ts'
import { encodeLength } from '../../src/network/length-prefix.ts'
import { GONE_PAUSE } from '../../src/signaling/limits.ts'
import { protocolOf } from '../../src/signaling/signaling-server.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import { ALONE } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'
import type { TestSession } from './fixtures/signaling-scene.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { MemoryNode } from '../fixtures/memory-network.ts'
import type { Connection, Stream } from '@libp2p/interface'

const JOIN: SignalMessage = { type: 'join', state: ALONE }

describe('a signaling stream', () => {
  let scene: SignalingScene
  let timers: ManualTimers
  let ada: TestSession
  let ben: TestSession

  beforeEach(async () => {
    scene = await SignalingScene.create()
    timers = new ManualTimers()
    ada = await scene.createSession({ timers })
    ben = await scene.createSession()
  })

  afterEach(async () => {
    await scene.stop()
  })

  it('begins with the blinded name and the first message, in one piece: nothing waits for an answer', async () => {
    const node = await scene.network.createNode()
    const pieces: Uint8Array[] = []
    serve(node, stream => { stream.addEventListener('message', ({ data }) => { pieces.push(data.subarray()) }) })
    await ada.signaling.introduce({ id: node.peerId, multiaddrs: node.addresses }, JOIN)
    await settled()

    expect(pieces).to.have.lengthOf(1)
    expect(pieces[0].subarray(0, 17)).to.deep.equal(concat([Uint8Array.of(16), deriveGroupKeys(scene.group).signalName(node.sessionKey)]))
    expect(pieces[0].byteLength).to.be.greaterThan(17)
  })

  it('is answered with the opener\'s blinded name, and nothing else before a good message', async () => {
    const raw = await scene.createRaw(ben)
    const stream = await raw.open()
    const bytes: Uint8Array[] = []
    stream.addEventListener('message', ({ data }) => { bytes.push(data.subarray()) })
    await settled()

    expect(concat(bytes)).to.deep.equal(concat([Uint8Array.of(16), deriveGroupKeys(scene.group).signalName(raw.sessionKey)]))
  })

  const answers: Array<[string, Uint8Array | undefined]> = [
    ['is silent', new Uint8Array(0)],
    ['answers with another name', concat([Uint8Array.of(16), new Uint8Array(16)])],
    ['answers with the name that it was called by', undefined]
  ]

  answers.forEach(([what, answer]) => {
    it(`carries nothing for others when the other end ${what}`, async () => {
      const node = await scene.network.createNode()
      serve(node, stream => { answerOnce(stream, answer) })
      await ada.signaling.introduce({ id: node.peerId, multiaddrs: node.addresses }, JOIN)
      await settled()

      expect(pathTo(ada, node)).to.equal(undefined)
      expect(ada.signaling.dropped).to.deep.equal(answer?.byteLength === 0 ? {} : { 'wrong-peer': 1 })
    })
  })

  it('is a path as soon as the other end has named the local process', async () => {
    await ada.signaling.introduce({ id: ben.node.peerId, multiaddrs: ben.node.addresses }, JOIN)
    await settled()

    expect(messagesFrom(ben, ada.identity.publicKey, 'join')).to.have.lengthOf(1)
    expect(pathTo(ada, ben.node)).to.not.equal(undefined)
  })

  it('that was reset tells that a stranger is there', async () => {
    const node = await scene.network.createNode()
    serve(node, stream => { stream.abort(new Error('unknown name')) })
    await ada.signaling.introduce({ id: node.peerId, multiaddrs: node.addresses }, JOIN)
    await settled()

    expect(ada.events.map(({ type }) => type)).to.deep.equal(['stranger'])
  })

  it('that the process of a session resets once: is opened again after a pause, and the session is not gone', async () => {
    await ben.signaling.stop()
    await dial()
    expect(gone()).to.equal(0)

    // it was between two epochs
    let opened = 0
    serve(ben.node, stream => {
      opened++
      stream.addEventListener('message', () => { stream.send(concat([encodeLength(16), deriveGroupKeys(scene.group).signalName(ada.node.sessionKey)])) }, { once: true })
    })
    await timers.advance(GONE_PAUSE)
    await settled()
    // the new stream may be silent for a while, and nothing is asked once more
    expect([opened, gone(), timers.size]).to.deep.equal([1, 0, 1])
  })

  it('that the process of a session resets twice, after a pause: is gone', async () => {
    await ben.signaling.stop()
    await dial()
    await dial()
    await timers.advance(GONE_PAUSE - 1)
    await settled()
    expect(gone()).to.equal(0)

    await timers.advance(1)
    await settled()
    expect(gone()).to.equal(1)
    expect(timers.size).to.equal(0)
  })

  it('that the process of a session resets once, and can\'t be reached then: silence decides', async () => {
    await ben.signaling.stop()
    await dial()
    closeConnections(ada.node)
    ben.node.addresses.splice(0)
    await timers.advance(GONE_PAUSE)
    await settled()

    expect(gone()).to.equal(0)
  })

  it('that the process of a session resets because it has ended with the connection: silence decides', async () => {
    await ben.signaling.stop()
    serve(ben.node, stream => {
      closeConnections(ada.node)
      stream.abort(new Error('the process stops'))
    })
    await dial()
    await timers.advance(GONE_PAUSE)

    expect([gone(), timers.size]).to.deep.equal([0, 0])
  })

  it('that the process of a session closes before it resets it, for lack of room: is not gone, however often', async () => {
    let opened = 0
    await ben.signaling.stop()
    serve(ben.node, stream => {
      opened++
      stream.addEventListener('message', () => { void closeAndReset(stream) })
    })

    for (let i = 1; i <= 3; i++) {
      await dial()
      expect([opened, gone(), timers.size]).to.deep.equal([i, 0, 0])
      await timers.advance(GONE_PAUSE)
    }
  })

  it('that the process of a session resets after it has answered: is not gone, whatever was wrong', async () => {
    // it is blocked, so the stream ends at once
    (ben.signaling as any).context.blocklist.isBlocked = () => true

    for (let i = 0; i < 3; i++) {
      await dial()
      await timers.advance(GONE_PAUSE)
    }

    expect(ben.signaling.dropped.ignored).to.equal(3)
    expect([gone(), timers.size]).to.deep.equal([0, 0])
  })

  it('that was reset has no timer left when signaling stops', async () => {
    await ben.signaling.stop()
    await dial()
    expect(timers.size).to.equal(1)
    await ada.signaling.stop()
    expect(timers.size).to.equal(0)
  })

  async function dial (): Promise<void> {
    ada.signaling.dial(ben.signaling.presence)
    await settled()
  }

  function gone (): number {
    return ada.events.filter(({ type }) => type === 'gone').length
  }
})

/** Takes the place of a node's signaling server */
function serve (node: MemoryNode, onStream: (stream: Stream, connection: Connection) => void): void {
  node.handlers.set(protocolOf(node.sessionKey), onStream)
}

function closeConnections (node: MemoryNode): void {
  node.connections.forEach(connection => { (connection as { status: string }).status = 'closed' })
}

function pathTo ({ signaling }: TestSession, node: MemoryNode): unknown {
  return (signaling as any).paths.direct(Buffer.from(node.sessionKey).toString('hex'))
}

async function closeAndReset (stream: Stream): Promise<void> {
  await stream.close()
  stream.abort(new Error('too many streams'))
}

/** Sends an answer to the first bytes, or repeats the name that they begin with */
function answerOnce (stream: Stream, answer?: Uint8Array): void {
  stream.addEventListener('message', ({ data }) => { stream.send(answer ?? data.subarray().slice(0, 17)) }, { once: true })
}
