import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { FULL_SCALE } from '../../src/media/frame.ts'
import { FRAME_SAMPLES } from '../../src/media/index.ts'
import { openWavInput } from '../../src/media/sources/wav.ts'
import { decodeWithFfmpeg, ffmpeg, missingFfmpeg } from '../fixtures/ffmpeg.ts'
import { speechFile } from '../fixtures/speech.ts'
import { decodeWavFile } from '../fixtures/wav.ts'

const CODECS = ['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_f64le', 'pcm_alaw', 'pcm_mulaw']

const RATES = [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000]

/** How ffmpeg writes each kind of file, the extension, and whether through a pipe */
const CONTAINERS: Array<[string, string[], boolean]> = [
  ['RIFF', ['-f', 'wav'], false],
  ['RIFF in a pipe', ['-f', 'wav'], true],
  ['RF64', ['-f', 'wav', '-rf64', 'always'], false],
  ['RF64 in a pipe', ['-f', 'wav', '-rf64', 'always'], true],
  ['W64', ['-f', 'w64'], false],
  ['W64 in a pipe', ['-f', 'w64'], true]
]

describe('a WAV file that ffmpeg wrote', () => {
  const missing = missingFfmpeg()
  const skipped = missing == null ? '' : ` (skipped: ${missing})`
  let directory: string

  before(async function () {
    if (missing != null) {
      this.skip()
    }

    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  after(async () => {
    await rm(directory ?? '', { recursive: true, force: true })
  })

  /** Two seconds of speech, to the left; other channels have different voices */
  async function write (codec: string, channels: number, rate: number, options: string[] = ['-f', 'wav'], piped = false): Promise<string> {
    const path = join(directory, `${codec}-${channels}-${rate}${piped ? '-piped' : ''}.wav`)
    const voices = ['ada', 'ben', 'chloe', 'dan', 'eve', 'finn', 'grace', 'hugo'].slice(0, channels)
    const inputs = voices.flatMap(voice => ['-t', '2', '-i', speechFile(voice)])
    const merge = ['-filter_complex', `${voices.map((_, i) => `[${i}:a]`).join('')}amerge=inputs=${channels},aresample=${rate}`]
    const bytes = ffmpeg([...inputs, ...(channels === 1 ? ['-ar', String(rate)] : merge), '-c:a', codec, ...options, piped ? '-' : path])

    if (piped) {
      await writeFile(path, bytes)
    }

    return path
  }

  for (const [container, options, piped] of CONTAINERS) {
    for (const codec of CODECS) {
      it(`as ${codec} in ${container} is decoded like ffmpeg does${skipped}`, async () => {
        const path = await write(codec, 1, 16_000, options, piped)
        const { notice, sampleRate, samples } = await decodeWavFile(path)

        expect([sampleRate, notice]).to.deep.equal([16_000, undefined])
        // ffmpeg can't read all of what it writes into pipes
        expectSame(samples, decodeWithFfmpeg(piped ? await write(codec, 1, 16_000, options) : path, 1))
      })
    }
  }

  for (let channels = 2; channels <= 8; channels++) {
    for (const codec of ['pcm_s16le', 'pcm_f32le']) {
      it(`as ${codec} with ${channels} channels is decoded like ffmpeg does${skipped}`, async () => {
        const path = await write(codec, channels, 16_000)
        const { samples } = await decodeWavFile(path)

        expectSame(samples, decodeWithFfmpeg(path, channels))
      })
    }
  }

  for (const rate of RATES) {
    it(`at ${rate} Hz is played like ffmpeg does${skipped}`, async () => {
      const path = await write('pcm_f32le', 2, rate)
      const played = await play(path)
      const expected = decodeWithFfmpeg(path, 2, 48_000)

      expect(played.length).to.be.within(expected.length, expected.length + 2 * FRAME_SAMPLES)
      // the filters differ in what they leave near half the rate
      expectSimilar(played.subarray(0, expected.length), expected, 0.999)
    })
  }
})

/** Plays a file as a microphone does, but as fast as the disk allows */
async function play (path: string): Promise<Int16Array> {
  const input = await openWavInput(path, { loop: false })
  const samples: number[] = []

  for (let frame = input.read(); frame != null; frame = input.read()) {
    samples.push(...frame)
    await input.fill()
  }

  await input.stop()

  return Int16Array.from(samples)
}

/** Expects the same samples, rounded to 16 bits */
function expectSame (samples: Int16Array, expected: Float64Array): void {
  expect(samples.length).to.equal(expected.length)
  expectSimilar(samples, expected, 0.99999)
  const difference = samples.reduce((most, sample, i) => Math.max(most, Math.abs(sample - Math.min(FULL_SCALE - 1, expected[i] * FULL_SCALE))), 0)

  expect(difference).to.be.at.most(1)
}

function expectSimilar (samples: Int16Array, expected: Float64Array, correlation: number): void {
  const scaled = Float64Array.from(samples, sample => sample / FULL_SCALE)

  expect(rms(expected)).to.be.greaterThan(0.01)
  expect(rms(scaled) / rms(expected)).to.be.within(0.99, 1.01)
  expect(scaled.reduce((sum, sample, i) => sum + sample * expected[i], 0) / scaled.length / rms(scaled) / rms(expected)).to.be.greaterThan(correlation)
}

function rms (samples: Float64Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length)
}
