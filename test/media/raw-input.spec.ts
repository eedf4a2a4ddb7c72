import { PassThrough } from 'node:stream'
import { expect } from 'aegir/chai'
import { AudioFileError, checkAudio, FRAME_SAMPLES } from '../../src/media/index.ts'
import { RawInput } from '../../src/media/sources/raw.ts'

/** 10 ms of samples whose bytes are all letters */
const FRAME = Buffer.alloc(FRAME_SAMPLES * 2, 'R')

/** What files begin with */
const FILES: Array<[kind: string, start: string | Buffer]> = [
  ['WAV', 'RIFF'],
  ['WAV', 'RF64'],
  ['W64', Buffer.from('726966662e91cf11', 'hex')],
  ['MP3', 'ID3\x04'],
  ['Ogg', 'OggS'],
  ['FLAC', 'fLaC'],
  ['AIFF', 'FORM\x00\x00\x00\x00AIFF'],
  ['CAF', 'caff'],
  ['Matroska', Buffer.from('1a45dfa3', 'hex')],
  ['MP4', '\x00\x00\x00\x20ftyp']
]

/** What samples may begin with */
const SAMPLES = ['\0\0\0\0\0\0\0\0', 'RIF ', 'ID3 ', 'riff', 'FORM', 'oggs']

function streamOf (start: string | Buffer, rest = FRAME): PassThrough {
  const stream = new PassThrough()
  stream.write(Buffer.concat([typeof start === 'string' ? Buffer.from(start, 'latin1') : start, rest]))

  return stream
}

describe('raw samples', () => {
  for (const [kind, start] of FILES) {
    it(`that are a ${kind} file are refused before the call and in it, with advice`, async () => {
      const stream = streamOf(start)

      await expect(checkAudio({ kind: 'raw', stream })).to.eventually.be.rejectedWith(AudioFileError, new RegExp(`contains an? .*${kind}.* instead of raw samples: .*ffmpeg`))
      expect(() => new RawInput(stream).read()).to.throw(AudioFileError, kind)
    })
  }

  for (const start of SAMPLES) {
    it(`that begin with ${JSON.stringify(start)} are played from the first on, after they were checked`, async () => {
      const stream = streamOf(start)
      await checkAudio({ kind: 'raw', stream })
      const frame = new RawInput(stream).read()

      expect(Buffer.from(frame?.buffer ?? new ArrayBuffer()).subarray(0, 12).toString('latin1')).to.equal(start.padEnd(12, 'R'))
    })
  }

  it('that begin with a file are refused, however little there is of it', () => {
    const stream = streamOf('RIFF', Buffer.alloc(0))
    const input = new RawInput(stream)

    expect(input.read()).to.deep.equal(new Int16Array(FRAME_SAMPLES))
    stream.end()
    expect(() => input.read()).to.throw(AudioFileError)
  })

  it('may come later, or never', async () => {
    const stream = new PassThrough()
    await checkAudio({ kind: 'raw', stream })
    const input = new RawInput(stream)
    expect(input.read()).to.deep.equal(new Int16Array(FRAME_SAMPLES))
    stream.write(FRAME)
    expect(input.read()?.[0]).to.equal(0x5252)
  })

  for (const end of ['end', 'destroy'] as const) {
    it(`have ended when the stream has (${end}), also before the call`, async () => {
      const stream = new PassThrough({ autoDestroy: false })
      const input = new RawInput(stream)
      stream[end]()
      await checkAudio({ kind: 'raw', stream })
      input.read()
      await new Promise(resolve => { setImmediate(resolve) })

      expect(input.read()).to.equal(undefined)
      expect(new RawInput(stream).read()).to.equal(undefined)
    })
  }

  it('are checked until the caller gives up', async () => {
    await expect(checkAudio({ kind: 'raw', stream: new PassThrough() }, { signal: AbortSignal.abort(new Error('stopped')) })).to.eventually.be.rejectedWith('stopped')
  })
})
