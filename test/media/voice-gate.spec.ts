import { expect } from 'aegir/chai'
import { FRAME_SAMPLES } from '../../src/media/frame.ts'
import { CLOSED, decibels, HANG_OVER, LOOK_AHEAD, nextGate, VoiceGate } from '../../src/media/voice/voice-gate.ts'
import type { GateState } from '../../src/media/voice/voice-gate.ts'

const THRESHOLD = -40

describe('voice activation', () => {
  const cases: Array<[string, GateState, number, GateState]> = [
    ['stays closed below the threshold', CLOSED, -41, CLOSED],
    ['opens at once at the threshold', CLOSED, -40, { open: true, quiet: 0 }],
    ['stays open at the end of a word, which is quieter', { open: true, quiet: 200 }, -46, { open: true, quiet: 0 }],
    ['counts how long it has been quiet', { open: true, quiet: 200 }, -47, { open: true, quiet: 210 }],
    ['closes after a pause', { open: true, quiet: HANG_OVER - 10 }, -47, CLOSED]
  ]

  for (const [what, before, level, after] of cases) {
    it(what, () => {
      expect(nextGate(before, level, THRESHOLD)).to.deep.equal(after)
    })
  }

  it('measures in decibels below full scale', () => {
    expect(decibels(new Float32Array(FRAME_SAMPLES).fill(0.1))).to.be.closeTo(-20, 0.001)
    expect(decibels(new Float32Array(FRAME_SAMPLES))).to.be.lessThan(-100)
  })

  it('sends what a word began with, and how it ended', () => {
    const gate = new VoiceGate(THRESHOLD)
    // each frame is as quiet as it is early; the first that is loud enough comes after 200 ms
    const heard = [...Array(20).fill(0.001), ...Array(10).fill(0.1), ...Array(100).fill(0.001)].map((level: number, index) => {
      const frame = gate.process(new Float32Array(FRAME_SAMPLES).fill(level))

      return { at: index * 10 - LOOK_AHEAD, level: Math.abs(frame[FRAME_SAMPLES - 1]) }
    }).filter(({ level }) => level > 0)

    expect(heard[0].at).to.equal(200 - LOOK_AHEAD)
    expect(heard.filter(({ level }) => level > 0.09).map(({ at }) => at)).to.deep.equal([200, 210, 220, 230, 240, 250, 260, 270, 280, 290])
    // it is faded out within the frame after these
    expect(heard.at(-1)?.at).to.equal(290 + HANG_OVER - LOOK_AHEAD - 10)
    expect(gate.open).to.equal(false)
  })
})
