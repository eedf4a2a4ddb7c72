import { expect } from 'aegir/chai'
import { ChannelPath } from '../../src/signaling/channel-path.ts'
import { MAX_FRAME_BYTES, MAX_UNSENT_FRAMES } from '../../src/signaling/limits.ts'
import { until } from '../fixtures/until.ts'

describe('frames over a data channel', () => {
  it('are handled one after the other, and 64 may wait', async () => {
    const handled: number[] = []
    let dropped = 0
    const path = new ChannelPath({
      publicKey: '',
      session: '',
      sessionKey: '',
      send: () => true,
      onFrame: async ([number]) => { handled.push(number) },
      onDrop: () => { dropped++ }
    })

    for (let i = 0; i < 100; i++) {
      path.receive(Uint8Array.of(i))
    }

    // a busy process handles them in several turns
    await until('as many as may wait', () => handled.length >= MAX_UNSENT_FRAMES)
    expect(handled).to.deep.equal(Array.from({ length: MAX_UNSENT_FRAMES }, (_, i) => i))
    expect(dropped).to.equal(100 - MAX_UNSENT_FRAMES)

    // there is room again
    path.receive(Uint8Array.of(100))
    await until('the next', () => handled.at(-1) === 100)
  })

  it('are dropped when they are larger than a frame may be, and all of them after an abort', async () => {
    const handled: number[] = []
    let dropped = 0
    const path = new ChannelPath({
      publicKey: '',
      session: '',
      sessionKey: '',
      send: () => true,
      onFrame: async frame => { handled.push(frame.byteLength) },
      onDrop: () => { dropped++ }
    })
    path.receive(new Uint8Array(MAX_FRAME_BYTES + 1))
    path.receive(new Uint8Array(MAX_FRAME_BYTES))
    await new Promise(setImmediate)
    expect([handled, dropped]).to.deep.equal([[MAX_FRAME_BYTES], 1])

    path.abort()
    path.receive(Uint8Array.of(1))
    await new Promise(setImmediate)
    expect([handled.length, dropped, path.writable, path.send(Uint8Array.of(1))]).to.deep.equal([1, 2, false, false])
  })

  it('let others have their turn when they take long', async () => {
    let handled = 0
    const path = new ChannelPath({
      publicKey: '',
      session: '',
      sessionKey: '',
      send: () => true,
      onFrame: async () => {
        const until = performance.now() + 2

        while (performance.now() < until) {
          // as opening and verifying does
        }

        handled++
      },
      onDrop: () => {}
    })

    for (let i = 0; i < 20; i++) {
      path.receive(Uint8Array.of(i))
    }

    // whatever else there is to do: a microphone, in Node
    await new Promise(setImmediate)
    expect(handled).to.be.within(1, 4)

    for (let turn = 0; turn < 20; turn++) {
      const before = handled
      await new Promise(setImmediate)
      expect(handled - before).to.be.within(0, 4)
    }

    expect(handled).to.equal(20)
  })
})
