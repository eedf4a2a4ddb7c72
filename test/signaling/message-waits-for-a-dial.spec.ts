import { expect } from 'aegir/chai'
import { DialPool } from '../../src/network/dial-pool.ts'
import { PATH_PATIENCE } from '../../src/signaling/limits.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import { ALONE } from '../fixtures/raw-member.ts'
import { messagesFrom, settled, SignalingScene } from './fixtures/signaling-scene.ts'
import type { TestSession } from './fixtures/signaling-scene.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { MemoryNode } from '../fixtures/memory-network.ts'

const ASK: SignalMessage = { type: 'join', state: ALONE }

describe('a message that waits for a dial', () => {
  let scene: SignalingScene

  beforeEach(async () => {
    scene = await SignalingScene.create()
  })

  afterEach(async () => {
    await scene.stop()
  })

  for (const [dial, ends] of [['is under way', async () => new Promise<never>(() => {})], ['has just failed', async () => { throw new Error('Connection refused') }]] as Array<[string, () => Promise<never>]>) {
    it(`that ${dial} goes over the stream that its recipient opens meanwhile, once`, async () => {
      const { ada, ben, node } = await create(ends)
      ada.signaling.send(ben.signaling.presence, ASK)
      await settled()
      expect(ben.received).to.deep.equal([])

      await ben.signaling.introduce({ id: node.peerId, multiaddrs: node.addresses }, ASK)
      await settled()
      expect(messagesFrom(ben, ada.identity.publicKey)).to.deep.equal([ASK])
      await ada.signaling.stop()
      await settled()
      expect([ben.received.length, ada.signaling.dropped]).to.deep.equal([1, {}])
    })
  }

  it('that has failed half a second ago is dropped', async () => {
    const timers = new ManualTimers()
    const { ada, ben } = await create(async () => { throw new Error('Connection refused') }, timers)
    ada.signaling.send(ben.signaling.presence, ASK)
    await settled()
    await timers.advance(PATH_PATIENCE - 1)
    expect(ada.signaling.dropped).to.deep.equal({})
    await timers.advance(1)

    expect(ada.signaling.dropped).to.deep.equal({ unroutable: 1 })
  })

  async function create (dial: () => Promise<never>, timers?: ManualTimers): Promise<{ ada: TestSession, ben: TestSession, node: MemoryNode }> {
    const node = await scene.network.createNode()
    const dials = new DialPool({ ...node.components, connectionManager: { ...node.components.connectionManager, getConnections: () => [] }, transportManager: { dial } })

    return { ada: await scene.createSession({ node, dials, timers }), ben: await scene.createSession(), node }
  }
})
