import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import fc from 'fast-check'
import wavefile from 'wavefile'
import { AudioFileError } from '../../src/media/index.ts'
import { decodeWav, readWavFile } from '../../src/media/sources/wav-file.ts'
import { speechFile } from '../fixtures/speech.ts'

describe('a WAV file', () => {
  let directory: string

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  after(async () => {
    await rm(directory, { recursive: true })
  })

  for (const [depth, channels, rate] of [
    ['8', 1, 8_000], ['16', 1, 16_000], ['16', 2, 44_100], ['24', 1, 48_000], ['32', 2, 22_050], ['32f', 1, 48_000], ['64', 2, 96_000], ['8m', 1, 8_000], ['8a', 1, 8_000]
  ] as Array<[string, number, number]>) {
    it(`of ${depth} bits, ${channels} channels and ${rate} Hz is read`, () => {
      const wav = new wavefile.WaveFile()
      const sine = Float64Array.from({ length: rate / 10 }, (_, i) => 0.5 * Math.sin(2 * Math.PI * 400 * i / rate))
      wav.fromScratch(channels, rate, '64', channels === 1 ? sine : [sine, sine])

      if (depth === '8m' || depth === '8a') {
        wav.toBitDepth('16')
        depth === '8m' ? wav.toMuLaw() : wav.toALaw()
      } else if (depth !== '64') {
        wav.toBitDepth(depth)
      }

      const { samples, sampleRate } = decodeWav(wav.toBuffer(), 'x.wav')

      expect(sampleRate).to.equal(rate)
      expect(samples).to.have.lengthOf(rate / 10)
      expect(Math.max(...samples)).to.be.within(15_000, 17_800)
    })
  }

  it('that is broken is refused with the reason, and left as it is', async () => {
    const whole = await readFile(speechFile('ada'))

    for (const [name, bytes, problem] of [
      ['empty', Buffer.alloc(0), 'empty'],
      ['text', Buffer.from('hello, this is text, not audio'), 'isn\'t a WAV file'],
      ['cut', whole.subarray(0, whole.byteLength - 100), 'truncated'],
      ['header', whole.subarray(0, 30), 'truncated'],
      ['mp3', Buffer.concat([whole.subarray(0, 20), Buffer.from([0x55, 0]), whole.subarray(22)]), 'isn\'t supported']
    ] as Array<[string, Buffer, string]>) {
      const path = join(directory, `${name}.wav`)
      await writeFile(path, bytes)

      await expect(readWavFile(path)).to.eventually.be.rejectedWith(AudioFileError, problem).with.property('message').that.include(path)
      expect(await readFile(path)).to.deep.equal(bytes)
    }

    await expect(readWavFile(join(directory, 'none.wav'))).to.eventually.be.rejectedWith(AudioFileError, 'no such file')
    await expect(readWavFile(directory)).to.eventually.be.rejectedWith(AudioFileError, 'isn\'t a file')
  })

  it('makes the decoder throw AudioFileErrors only', async () => {
    const whole = (await readFile(speechFile('ada'))).subarray(0, 2_000)

    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.tuple(fc.nat(60), fc.uint8Array({ maxLength: 8 })).map(([at, bytes]) => Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + bytes.length)]))), bytes => {
      try {
        decodeWav(bytes, 'x.wav')
      } catch (err) {
        return err instanceof AudioFileError
      }
    }), { numRuns: 2_000 })
  })
})
