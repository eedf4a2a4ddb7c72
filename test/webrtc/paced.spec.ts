import { expect } from 'aegir/chai'
import { MAX_BACKLOG, paced } from '../../src/webrtc/paced.ts'

describe('the frames of a track', () => {
  let now: number
  let passed: number
  let frame: () => void

  beforeEach(() => {
    now = 0
    passed = 0
    frame = paced<void>(() => { passed++ }, () => now)
  })

  it('are all passed on while they come as they are spoken, by a clock that runs fast, too', () => {
    for (let i = 0; i < 60_000; i++) {
      now += 9.9
      frame()
    }

    expect(passed).to.equal(60_000)
  })

  it('are all passed on after the process was busy for 10 s', () => {
    now = 10_000

    for (let i = 0; i < 1_000; i++) {
      frame()
    }

    expect(passed).to.equal(1_000)
  })

  it('are dropped where the library makes up for minutes, and passed on after that', () => {
    now = 600_000

    for (let i = 0; i < 60_000; i++) {
      frame()
    }

    expect(passed).to.equal(MAX_BACKLOG)

    for (let i = 0; i < 100; i++) {
      now += 10
      frame()
    }

    expect(passed).to.equal(MAX_BACKLOG + 100)
  })
})
