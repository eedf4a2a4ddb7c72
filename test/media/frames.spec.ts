import { expect } from 'aegir/chai'
import { FrameFifo } from '../../src/media/frame-fifo.ts'
import { toFrame } from '../../src/media/frame.ts'
import { checkFrame, FRAME_SAMPLES, level, silentFrame } from '../../src/media/index.ts'
import { LevelMeter } from '../../src/media/level-meter.ts'
import { Mixer } from '../../src/media/mixer.ts'

const LOUD = new Int16Array(FRAME_SAMPLES).fill(16_384)

describe('a frame', () => {
  for (const [what, value] of [
    ['479 samples', new Int16Array(479)],
    ['481 samples', new Int16Array(481)],
    ['no samples', new Int16Array(0)],
    ['floats', new Float32Array(480)],
    ['NaN', Number.NaN],
    ['a plain array', Array.from({ length: 480 }, () => 0)],
    ['nothing', undefined],
    ['null', null]
  ] as Array<[string, unknown]>) {
    it(`with ${what} is a TypeError, before native code sees it`, () => {
      expect(() => { checkFrame(value) }).to.throw(TypeError)
    })
  }

  it('has a level between silence and full scale', () => {
    expect(level(silentFrame())).to.equal(0)
    expect(level(LOUD)).to.equal(0.5)
  })

  for (const [sampleRate, channelCount, count, made] of [
    [48_000, 1, 480, true], [48_000, 2, 960, true], [16_000, 1, 160, true], [8_000, 2, 160, true],
    [48_000, 1, 479, false], [44_100, 1, 480, false], [0, 1, 0, false], [48_000, 0, 480, false], [48_000, 9, 4_320, false], [Number.NaN, 1, 480, false]
  ] as Array<[number, number, number, boolean]>) {
    it(`${made ? 'can' : 'can\'t'} be created from ${count} samples at ${sampleRate} Hz in ${channelCount} channels`, () => {
      expect(toFrame({ samples: new Int16Array(count).fill(100), sampleRate, channelCount })?.every(sample => sample === 100)).to.equal(made ? true : undefined)
    })
  }
})

describe('the level meter', () => {
  it('rises at once and falls within half a second', () => {
    const meter = new LevelMeter()
    meter.push(LOUD)
    expect(meter.level).to.equal(0.5)
    Array.from({ length: 50 }, () => meter.push(silentFrame()))
    expect(meter.level).to.be.lessThan(0.01)
  })

  it('distinguishes speech from silence, and doesn\'t flicker between words', () => {
    const meter = new LevelMeter()
    Array.from({ length: 20 }, () => meter.push(LOUD))
    expect(meter.speaking).to.equal(true)
    Array.from({ length: 10 }, () => meter.push(silentFrame()))
    expect(meter.speaking).to.equal(true)
    Array.from({ length: 200 }, () => meter.push(silentFrame()))
    expect(meter.speaking).to.equal(false)
  })
})

describe('frames for the sound card', () => {
  it('are collected before the first is returned, and dropped if they are too old', () => {
    const fifo = new FrameFifo({ prefill: 2, capacity: 4 })
    fifo.push(LOUD)
    expect(fifo.shift()).to.equal(undefined)
    const frames = Array.from({ length: 4 }, () => silentFrame())
    frames.forEach(frame => { fifo.push(frame) })
    const [first, second] = [fifo.shift(), fifo.shift()]
    expect([first === frames[2], second === frames[3], fifo.shift()]).to.deep.equal([true, true, undefined])
    fifo.push(LOUD)
    expect(fifo.shift()).to.equal(undefined)
  })

  it('are mixed, and clipped if they are too loud', () => {
    const mixer = new Mixer()
    const out = new Float32Array(FRAME_SAMPLES)

    for (const voice of ['a', 'b', 'c']) {
      mixer.play(voice, LOUD)
      mixer.play(voice, LOUD)
    }

    mixer.remove('c')
    mixer.mix(out)
    expect(out.every(sample => sample === 1)).to.equal(true)
    mixer.remove('b')
    mixer.mix(out)
    expect(out.every(sample => sample === 0.5)).to.equal(true)
  })
})
