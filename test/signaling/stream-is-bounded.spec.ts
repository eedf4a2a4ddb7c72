import { streamPair } from '@libp2p/utils'
import { expect } from 'aegir/chai'
import { encodeLength } from '../../src/network/length-prefix.ts'
import { FIRST_MESSAGE_TIMEOUT, FRAME_TIMEOUT, IDLE_TIMEOUT, MAX_BUFFER_BYTES, MAX_FRAME_BYTES, MAX_FRAME_PIECES } from '../../src/signaling/limits.ts'
import { SignalStream } from '../../src/signaling/signal-stream.ts'
import { sendFrame } from '../fixtures/raw-member.ts'
import type { SignalStreamInit } from '../../src/signaling/signal-stream.ts'
import type { Stream } from '@libp2p/interface'

/** ms, far above what everything else takes here, so that what ends a stream is known by how long it took */
const SHORT = 100
const LONG = 10_000

describe('a signaling stream', () => {
  let other: Stream
  let stream: SignalStream
  let frames: number
  let unreadable: string[]
  let ended: Promise<Error | undefined>

  it('has 5 s for the first message, 5 s for the rest of one, and may be silent for 30 s', () => {
    expect([FIRST_MESSAGE_TIMEOUT, FRAME_TIMEOUT, IDLE_TIMEOUT]).to.deep.equal([5_000, 5_000, 30_000])
  })

  it('ends when no message comes', async () => {
    await open({ firstMessage: SHORT })
    expect(await ended).to.have.property('name', 'TimeoutError')
  })

  it('ends when the first message stalls, however it dribbles', async () => {
    await open({ firstMessage: SHORT })
    other.send(encodeLength(MAX_FRAME_BYTES))
    const dribble = setInterval(() => { other.send(Uint8Array.of(0)) }, SHORT / 4)

    expect(await ended).to.have.property('name', 'TimeoutError')
    clearInterval(dribble)
    expect(frames).to.equal(0)
  })

  it('ends when a later message stalls', async () => {
    await open({ frame: SHORT })
    sendFrame(other, new Uint8Array(10))
    other.send(Uint8Array.of(10, 1))

    expect(await ended).to.have.property('name', 'TimeoutError')
    expect(frames).to.equal(1)
  })

  it('ends when nothing comes for too long', async () => {
    await open({ idle: SHORT })
    sendFrame(other, new Uint8Array(10))

    expect(await ended).to.have.property('name', 'TimeoutError')
    expect(frames).to.equal(1)
  })

  it('is told to be unreadable when it ends in the middle of a message', async () => {
    await open()
    other.send(Uint8Array.of(10, 1))
    await other.close()

    expect(await ended).to.have.property('reason', 'malformed')
    expect(unreadable).to.deep.equal(['malformed'])
  })

  it('is told to be unreadable when a message comes in too many pieces', async () => {
    await open()
    other.send(encodeLength(MAX_FRAME_BYTES))

    for (let i = 0; i < MAX_FRAME_PIECES; i++) {
      other.send(Uint8Array.of(0))
      await new Promise(setImmediate)
    }

    expect(await ended).to.have.property('reason', 'malformed')
  })

  it('is told to be unreadable when more than 32 KiB wait to be read', async () => {
    const { promise: never } = Promise.withResolvers<void>()
    await open({}, async () => never)
    // the first is being read, and the others wait
    Array.from({ length: 4 }, () => sendFrame(other, new Uint8Array(MAX_BUFFER_BYTES / 3)))

    expect(await ended).to.have.property('reason', 'rate')
    expect(frames).to.equal(1)
  })

  it('is told to be unreadable when too many small messages wait, too', async () => {
    const { promise: never } = Promise.withResolvers<void>()
    await open({}, async () => never)
    Array.from({ length: 600 }, () => sendFrame(other, Uint8Array.of(1)))

    expect(await ended).to.have.property('reason', 'rate')
  })

  it('does not stay when the other end does not close it too', async () => {
    await open({ close: SHORT })
    const reset = new Promise<string>(resolve => { other.addEventListener('close', () => { resolve(other.status) }) })
    stream.close()

    expect(await ended).to.equal(undefined)
    expect(await reset).to.equal('reset')
  })

  it('is closed in both directions, and not reset, when both ends are through', async () => {
    await open()
    sendFrame(other, new Uint8Array(10))
    const closed = new Promise<string>(resolve => { other.addEventListener('close', () => { resolve(other.status) }) })
    await other.close()

    expect(await ended).to.equal(undefined)
    expect(await closed).to.equal('closed')
    expect(frames).to.equal(1)
  })

  /** Creates both ends of a stream, the first bounded by these timeouts */
  async function open (timeouts: Partial<SignalStreamInit['timeouts']> = {}, onFrame: () => Promise<void> = async () => {}): Promise<void> {
    const [outbound, inbound] = await streamPair()
    const closed = Promise.withResolvers<Error | undefined>()
    frames = 0
    unreadable = []
    ended = closed.promise
    other = outbound
    stream = new SignalStream(inbound, {
      opened: false,
      sessionKey: '',
      timeouts: { firstMessage: LONG, frame: LONG, idle: LONG, close: LONG, ...timeouts },
      onFrame: async () => {
        frames++
        await onFrame()
      },
      onUnreadable: (err, bad) => {
        unreadable.push(err.reason)
        bad.abort(err)
      },
      onClose: (_, err) => { closed.resolve(err) }
    })
    stream.read()
  }
})
