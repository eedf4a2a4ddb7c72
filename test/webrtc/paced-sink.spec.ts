import { expect } from 'aegir/chai'
import { MAX_BACKLOG, pacedSink, REST } from '../../src/webrtc/paced-sink.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { AudioSink } from '../../src/webrtc/index.ts'
import type { SinonFakeTimers } from 'sinon'

describe('listening to a track', () => {
  let timers: SinonFakeTimers
  let opened: Array<{ frame(): void, stopped: boolean }>
  let heard: number
  let sink: AudioSink

  beforeEach(() => {
    timers = useFakeTimers()
    opened = []
    heard = 0
    sink = pacedSink<void>({
      open: frame => {
        const track = { frame, stopped: false }
        opened.push(track)

        return { stop: () => { track.stopped = true } }
      },
      onFrame: () => { heard++ }
    })
  })

  afterEach(() => {
    sink.stop()
    expect(timers.countTimers()).to.equal(0)
    expect(opened.every(({ stopped }) => stopped)).to.equal(true)
    timers.restore()
  })

  /** So many frames come at once */
  function burst (count: number): void {
    const { frame } = opened[opened.length - 1]
    Array.from({ length: count }).forEach(() => { frame() })
  }

  it('hears everything while it comes as it is spoken, by a clock that runs fast, too', () => {
    for (let i = 0; i < 6_000; i++) {
      timers.tick(9.9)
      burst(1)
    }

    expect(heard).to.equal(6_000)
    expect(opened).to.have.lengthOf(1)
  })

  it('hears everything after the process was busy for 10 s', () => {
    timers.tick(10_000)
    burst(1_000)

    expect(heard).to.equal(1_000)
    expect(opened).to.have.lengthOf(1)
  })

  it('rests where the library makes up for minutes, and hears what comes after that', () => {
    timers.tick(600_000)
    burst(60_000)
    expect(heard).to.equal(MAX_BACKLOG)
    expect(opened[0].stopped).to.equal(true)

    timers.tick(REST)
    expect(opened).to.have.lengthOf(2)
    burst(1)
    expect(heard).to.equal(MAX_BACKLOG + 1)
  })

  it('hears nothing after it was stopped', () => {
    sink.stop()
    burst(1)

    expect(heard).to.equal(0)
  })
})
