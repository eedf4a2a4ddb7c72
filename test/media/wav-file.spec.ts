import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import fc from 'fast-check'
import wavefile from 'wavefile'
import { AudioFileError } from '../../src/media/index.ts'
import { WavFile } from '../../src/media/sources/wav-file.ts'
import { openWavInput } from '../../src/media/sources/wav.ts'
import { openFiles } from '../fixtures/open-files.ts'
import { speechFile } from '../fixtures/speech.ts'
import { decodeWav, decodeWavFile, memorySource } from '../fixtures/wav.ts'

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
    it(`of ${depth} bits, ${channels} channels and ${rate} Hz is read`, async () => {
      const wav = new wavefile.WaveFile()
      const sine = Float64Array.from({ length: rate / 10 }, (_, i) => 0.5 * Math.sin(2 * Math.PI * 400 * i / rate))
      wav.fromScratch(channels, rate, '64', channels === 1 ? sine : [sine, sine])

      if (depth === '8m' || depth === '8a') {
        wav.toBitDepth('16')
        depth === '8m' ? wav.toMuLaw() : wav.toALaw()
      } else if (depth !== '64') {
        wav.toBitDepth(depth)
      }

      const { samples, sampleRate } = await decodeWav(wav.toBuffer(), 'x.wav')

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
      ['header', whole.subarray(0, 30), 'cut short'],
      ['no-samples', whole.subarray(0, 44), 'contains no audio'],
      ['mp3', Buffer.concat([whole.subarray(0, 20), Buffer.from([0x55, 0]), whole.subarray(22)]), 'isn\'t supported'],
      ['ogg', Buffer.concat([Buffer.from('OggS'), whole.subarray(4)]), 'with: ffmpeg'],
      ['padded', edit(whole, 32, 4), 'in 4 bytes'],
      ['ambisonic', extensible(whole, '010000002107d31186' + '44c8c1ca000000'), 'isn\'t supported']
    ] as Array<[string, Buffer, string]>) {
      const path = join(directory, `${name}.wav`)
      await writeFile(path, bytes)

      await expect(decodeWavFile(path)).to.eventually.be.rejectedWith(AudioFileError, problem).with.property('message').that.include(path)
      expect(await readFile(path)).to.deep.equal(bytes)
    }

    expect(await openFiles(directory)).to.deep.equal([])
    await expect(decodeWavFile(join(directory, 'none.wav'))).to.eventually.be.rejectedWith(AudioFileError, 'no such file')
    await expect(decodeWavFile(directory)).to.eventually.be.rejectedWith(AudioFileError, 'isn\'t a file')
  })

  it('that is cut short is played as far as it goes, with a notice', async () => {
    const whole = await readFile(speechFile('ada'))
    const half = whole.subarray(0, Math.round(whole.byteLength / 2 / 2) * 2 + 1)
    const [all, some] = await Promise.all([decodeWav(whole, 'ada.wav'), decodeWav(half, 'ada.wav')])
    const [played, expected] = [some, all].map(({ samples }) => (samples.length / 16_000).toFixed(1))

    expect(all.notice).to.equal(undefined)
    expect(some.notice).to.contain(`ada.wav is cut short: playing the first ${played} of ${expected} s`)
    expect(some.samples).to.deep.equal(all.samples.subarray(0, some.samples.length))
    expect(some.samples.length).to.be.closeTo(all.samples.length / 2, 30)
  })

  it('has the format of its sub-format\'s tag', async () => {
    const whole = await readFile(speechFile('ada'))
    const { samples } = await decodeWav(extensible(whole, '0100000000001000800000aa00389b71'), 'x.wav')

    expect(samples).to.deep.equal((await decodeWav(whole, 'x.wav')).samples)
  })

  it('may have chunks of any size before its audio', async () => {
    const whole = await readFile(speechFile('ada'))
    const { samples } = await decodeWav(whole, 'x.wav')
    const odd = Buffer.concat([whole.subarray(0, 36), chunk('LIST', 3, Buffer.from('abc\0')), whole.subarray(36)])
    const wide = Buffer.concat([
      Buffer.from('726966662e91cf11a5d628db04c10000', 'hex'), uint64(0), Buffer.from('wave'.padEnd(16)),
      wideChunk('fmt ', whole.subarray(20, 36)), wideChunk('LIST', Buffer.from('abc')), wideChunk('data', whole.subarray(44))
    ])

    for (const file of [odd, wide]) {
      expect((await decodeWav(file, 'x.wav')).samples).to.deep.equal(samples)
    }
  })

  it('is refused if its chunks never end', async () => {
    const whole = await readFile(speechFile('ada'))
    const source = memorySource(Buffer.concat([whole.subarray(0, 12), ...Array.from({ length: 2_000 }, () => chunk('LIST', 0)), whole.subarray(12)]))
    let reads = 0
    const counted = {
      size: source.size,
      read: async (at: number, length: number) => {
        reads++

        return source.read(at, length)
      }
    }

    await expect(WavFile.read(counted, 'x.wav')).to.eventually.be.rejectedWith(AudioFileError, 'contains no format')
    expect(reads).to.be.at.most(1_001)
  })

  it('is open while it is played, and then closed', async () => {
    const path = join(directory, 'played.wav')
    await writeFile(path, await readFile(speechFile('ada')))
    const input = await openWavInput(path)
    expect(await openFiles(directory)).to.deep.equal([path])
    await input.stop()
    await input.stop()
    expect(await openFiles(directory)).to.deep.equal([])
  })

  it('makes the decoder throw AudioFileErrors only', async () => {
    const whole = (await readFile(speechFile('ada'))).subarray(0, 2_000)

    await fc.assert(fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.tuple(fc.nat(60), fc.uint8Array({ maxLength: 8 })).map(([at, bytes]) => Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + bytes.length)]))), async bytes => {
      try {
        await decodeWav(bytes, 'x.wav')
      } catch (err) {
        return err instanceof AudioFileError
      }
    }), { numRuns: 2_000 })
  })
})

/** Returns a copy with another 16-bit number */
function edit (bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt16LE(value, at)

  return copy
}

/** Returns a file of 16-bit PCM with an extensible header */
function extensible (wav: Buffer, guid: string): Buffer {
  const head = edit(edit(wav.subarray(0, 36), 16, 40), 20, 0xfffe)

  return Buffer.concat([head, Buffer.from('1600100004000000', 'hex'), Buffer.from(guid, 'hex'), wav.subarray(36)])
}

function chunk (id: string, size: number, body = Buffer.alloc(0)): Buffer {
  const head = Buffer.from(`${id}    `)
  head.writeUInt32LE(size, 4)

  return Buffer.concat([head, body])
}

/** Returns a chunk of a W64 file, padded to 8 bytes */
function wideChunk (id: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id.padEnd(16)), uint64(24 + body.byteLength), body, Buffer.alloc((8 - body.byteLength % 8) % 8)])
}

function uint64 (value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))

  return bytes
}
