import { expect } from 'aegir/chai'
import { FRAME_SAMPLES, FrameQueue, openMicrophone, silentFrame } from '../../src/media/index.ts'
import { MAX_QUEUED } from '../../src/media/sources/frame-queue.ts'

describe('frames from a program', () => {
  let queue: FrameQueue

  beforeEach(() => {
    queue = new FrameQueue()
  })

  it('are sent once, in order, with silence while there are none', () => {
    const frames = [1, 2, 3].map(frameOf)
    frames.forEach(frame => { queue.push(frame) })

    expect(frames.map(() => queue.read())).to.deep.equal(frames)
    expect(queue.read()).to.deep.equal(silentFrame())
  })

  it('wait until there is room', async () => {
    const taken = Array.from({ length: MAX_QUEUED + 1 }, () => queue.push(silentFrame()))
    let ready = false
    const waiting = queue.ready().then(() => { ready = true })

    expect(taken.filter(isTaken => !isTaken)).to.have.lengthOf(1)
    await Promise.resolve()
    expect(ready).to.equal(false)
    queue.read()
    await waiting
    expect(queue.push(silentFrame())).to.equal(true)
  })

  it('end after the last one', () => {
    queue.push(frameOf(1))
    queue.end()

    expect(queue.push(frameOf(2))).to.equal(false)
    expect([queue.read()?.[0], queue.read()]).to.deep.equal([1, undefined])
  })

  it('are refused unless they are frames', () => {
    expect(() => queue.push(new Int16Array(FRAME_SAMPLES - 1))).to.throw(TypeError)
  })

  it('nobody waits for room in a queue that is stopped', async () => {
    Array.from({ length: MAX_QUEUED }, () => queue.push(silentFrame()))
    const waiting = queue.ready()
    await queue.stop()

    await waiting
    expect(queue.length).to.equal(0)
  })

  it('come through a microphone, whose program may have nothing to release', async () => {
    const microphone = await openMicrophone({ kind: 'frames', input: { read: () => undefined } })

    expect(microphone.kind).to.equal('frames')
    await microphone.stop()
    expect(microphone.track?.readyState).to.equal('ended')
  })
})

function frameOf (sample: number): Int16Array {
  return silentFrame().fill(sample)
}
