import { expect } from 'aegir/chai'
import { ReadAhead } from '../../src/media/sources/read-ahead.ts'
import { WavInput } from '../../src/media/sources/wav.ts'
import type { WavSound } from '../../src/media/sources/wav.ts'

const BLOCK = 8_192
const LENGTH = 5 * BLOCK + 100

/** Samples whose value is their index */
function count (first: number, length: number): Int16Array {
  return Int16Array.from({ length: Math.min(length, LENGTH - first) }, (_, i) => first + i)
}

/** A disk that reads when it is told to */
class Disk {
  readonly requested: number[] = []
  private readonly waiting: Array<{ first: number, count: number, done: PromiseWithResolvers<Int16Array> }> = []

  async read (first: number, count: number): Promise<Int16Array> {
    const done = Promise.withResolvers<Int16Array>()
    this.requested.push(first)
    this.waiting.push({ first, count, done })

    return done.promise
  }

  /** Finishes reading, until nothing more is requested */
  async finish (): Promise<void> {
    for (let next = this.waiting.shift(); next != null; next = this.waiting.shift()) {
      next.done.resolve(count(next.first, next.count))
      // those who wait for it have a turn, and request more
      await new Promise(resolve => { setImmediate(resolve) })
    }
  }

  async fail (): Promise<void> {
    this.waiting.shift()?.done.reject(new Error('EIO'))
    await new Promise(resolve => { setImmediate(resolve) })
  }
}

describe('samples that are read in advance', () => {
  let disk: Disk
  const create = (init: { ahead?: number, loop?: boolean } = {}): ReadAhead => new ReadAhead({ length: LENGTH, ahead: BLOCK, loop: false, ...init, read: async (...args) => disk.read(...args) })

  beforeEach(() => {
    disk = new Disk()
  })

  it('are the same wherever a block ends, with silence beyond both ends', async () => {
    const ahead = create()

    for (const [first, end] of [[-50, 50], [0, 480], [BLOCK - 1, BLOCK + 1], [BLOCK - 100, 2 * BLOCK + 100], [LENGTH - 10, LENGTH + 20]]) {
      ahead.get(first, end)
      await disk.finish()

      expect(ahead.get(first, end)).to.deep.equal(Int16Array.from({ length: end - first }, (_, i) => first + i < 0 || first + i >= LENGTH ? 0 : first + i), `${first} to ${end}`)
    }
  })

  it('are requested before they are needed, once, and again in the next round of a loop', async () => {
    const ahead = create({ loop: true })
    ahead.get(0, 480)
    await disk.finish()
    ahead.get(480, 960)
    await disk.finish()
    expect(disk.requested).to.deep.equal([0, BLOCK])
    ahead.get(LENGTH - 480, LENGTH)
    await disk.finish()
    // the first is ready before the last has been played
    expect(ahead.get(0, 480)).to.deep.equal(count(0, 480))
    await disk.finish()
    expect(disk.requested).to.deep.equal([0, BLOCK, 4 * BLOCK, 5 * BLOCK, BLOCK])
  })

  it('are missing while the disk is slow, and the audio goes on where it stopped', async () => {
    const sound: WavSound = { sampleRate: 48_000, frames: LENGTH, readFrames: async (...args) => disk.read(...args), close: async () => {} }
    const input = new WavInput(sound, { loop: false })

    expect(input.read()?.every(sample => sample === 0)).to.equal(true)
    expect(input.read()?.every(sample => sample === 0)).to.equal(true)
    await disk.finish()
    expect(input.read()).to.deep.equal(count(0, 480))
  })

  it('that can\'t be read are an error, once those before them were played', async () => {
    const ahead = create()
    ahead.get(0, 480)
    await Promise.all([disk.finish(), ahead.fill()])
    ahead.get(BLOCK, BLOCK + 480)
    await disk.fail()
    expect(ahead.get(BLOCK, BLOCK + 480)).to.deep.equal(count(BLOCK, 480))
    expect(() => ahead.get(2 * BLOCK, 2 * BLOCK + 480)).to.throw('EIO')
  })
})
