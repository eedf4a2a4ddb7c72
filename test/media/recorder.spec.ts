import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect } from 'aegir/chai'
import { FRAME_SAMPLES, recordingName, RecordingError, WavRecorder } from '../../src/media/index.ts'
import { openFiles } from '../fixtures/open-files.ts'
import { decodeWavFile } from '../fixtures/wav.ts'
import type { RecordingFile } from '../../src/media/recording-file.ts'

const KEY = 'ab'.repeat(32)

describe('a recording', () => {
  let directory: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  afterEach(async () => {
    await rm(directory, { recursive: true })
  })

  it('contains what was received, sample by sample', async () => {
    const recorder = await WavRecorder.create({ directory, name: 'Ada', key: KEY })
    const frame = Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => i - 240)

    for (let i = 0; i < 150; i++) {
      recorder.write(frame)
    }

    expect(recorder.duration).to.equal(1_500)
    await recorder.close()
    await recorder.close()

    const { samples, sampleRate } = await decodeWavFile(recorder.path)
    expect(sampleRate).to.equal(48_000)
    expect(samples).to.have.lengthOf(150 * FRAME_SAMPLES)
    expect(samples.subarray(-FRAME_SAMPLES)).to.deep.equal(frame)

    const file = await readFile(recorder.path)
    expect(file.readUInt32LE(4)).to.equal(file.byteLength - 8)
  })

  it('continues in another file before one is full, and loses nothing', async () => {
    const continued: string[] = []
    const recorder = await WavRecorder.create({
      directory,
      name: 'Ada',
      key: KEY,
      // 2.5 s
      maxBytes: 250 * FRAME_SAMPLES * 2,
      onContinue: path => {
        continued.push(path)
        throw new Error('broken handler')
      }
    })
    const first = recorder.path

    for (let i = 0; i < 550; i++) {
      recorder.write(new Int16Array(FRAME_SAMPLES).fill(i))
    }

    await recorder.close()
    expect(await openFiles(directory)).to.deep.equal([])
    const files = await Promise.all([first, ...continued].map(async path => decodeWavFile(path)))

    expect(recorder.duration).to.equal(5_500)
    expect(recorder.path).to.equal(continued.at(-1))
    expect(continued.map(path => basename(path))).to.deep.equal(['Ada-abababab-2.wav', 'Ada-abababab-3.wav'])
    expect(files.map(({ samples }) => samples.length / FRAME_SAMPLES)).to.deep.equal([200, 200, 150])
    expect(files.flatMap(({ samples }) => [...samples].filter((_, i) => i % FRAME_SAMPLES === 0))).to.deep.equal(Array.from({ length: 550 }, (_, i) => i))
  })

  it('stops when it can\'t continue in another file', async () => {
    const problems: RecordingError[] = []
    const recorder = await WavRecorder.create({ directory: join(directory, 'calls'), name: 'Ada', key: KEY, maxBytes: 1, onError: problem => { problems.push(problem) } })
    await rm(join(directory, 'calls'), { recursive: true })
    await writeFile(join(directory, 'calls'), '')
    Array.from({ length: 200 }, () => new Int16Array(FRAME_SAMPLES)).forEach(frame => { recorder.write(frame) })
    await recorder.close()

    expect(problems.map(({ message }) => message)).to.have.lengthOf(1)
    expect(problems[0].message).to.contain('(EEXIST)').and.to.contain('record somewhere else')
  })

  it('never replaces another file', async () => {
    const recorders = await Promise.all([0, 1, 2].map(async () => WavRecorder.create({ directory, name: 'Ada', key: KEY })))
    await Promise.all(recorders.map(async recorder => recorder.close()))

    expect((await readdir(directory)).sort()).to.deep.equal(['Ada-abababab-2.wav', 'Ada-abababab-3.wav', 'Ada-abababab.wav'])
  })

  it('names the folder if it can\'t be created', async () => {
    const file = join(directory, 'file')
    await writeFile(file, '')

    await expect(WavRecorder.create({ directory: join(file, 'x'), name: 'Ada', key: KEY })).to.eventually.be.rejectedWith(RecordingError, 'choose another folder')
  })

  it('stops when the file can no longer be written, and survives an error handler that throws', async () => {
    const problems: RecordingError[] = []
    const recorder = await WavRecorder.create({
      directory,
      name: 'Ada',
      key: KEY,
      onError: problem => {
        problems.push(problem)
        throw new Error('broken handler')
      }
    })
    await (recorder as unknown as { file: RecordingFile }).file.close()
    recorder.write(new Int16Array(FRAME_SAMPLES))
    await recorder.close()

    expect(problems.map(({ name }) => name)).to.deep.equal([RecordingError.name])
  })

  it('refuses anything other than a frame', async () => {
    const recorder = await WavRecorder.create({ directory, name: 'Ada', key: KEY })

    for (const frame of [new Int16Array(5), new Int16Array(481), new Float32Array(FRAME_SAMPLES).fill(Number.NaN), Number.NaN, undefined]) {
      expect(() => { recorder.write(frame as Int16Array) }).to.throw(TypeError)
    }

    expect(recorder.duration).to.equal(0)
    await recorder.close()
  })
})

describe('the name of a recording', () => {
  for (const [name, expected] of [
    ['Ada', 'Ada-abababab'],
    ['', 'participant-abababab'],
    ['../../etc/passwd', 'etc-passwd-abababab'],
    ['-rf', 'rf-abababab'],
    ['.hidden', 'hidden-abababab'],
    ['Zoë 🎉', 'Zoë-abababab'],
    ['a\0b/c\\d:e', 'a-b-c-d-e-abababab'],
    ['x'.repeat(200), `${'x'.repeat(40)}-abababab`]
  ]) {
    it(`of ${JSON.stringify(name.slice(0, 20))} is ${expected.slice(0, 20)}`, () => {
      expect(recordingName(name, KEY)).to.equal(expected)
    })
  }
})
