/** Samples that are read at once: a sixth of a second at 48 kHz, decoded within a ms */
const BLOCK = 8_192

export interface ReadAheadInit {
  /** Samples there are */
  length: number

  /** Samples to keep ready: what a slow disk may take */
  ahead: number

  /** Whether the first follows the last */
  loop: boolean

  /** Reads `count` samples from `first` on */
  read(first: number, count: number): Promise<Int16Array>
}

/** Samples of a long file, read in blocks shortly before they are needed */
export class ReadAhead {
  private readonly init: ReadAheadInit
  private readonly blocks = new Map<number, Int16Array>()
  private wanted: number[] = []
  private busy = false
  private reading: Promise<void> = Promise.resolve()
  private error?: Error

  constructor (init: ReadAheadInit) {
    this.init = init
  }

  /**
   * Resolves when everything that should be ready is: at the start, that is from the
   * first sample on
   */
  async fill (): Promise<void> {
    if (this.wanted.length === 0) {
      this.want(0, 0)
    }

    await this.reading

    if (this.error != null) {
      throw this.error
    }
  }

  /**
   * Returns the samples from `first` to before `end`, with silence where there are none,
   * or `undefined` if the disk is too slow
   *
   * @throws {Error} if they can't be read
   */
  get (first: number, end: number): Int16Array | undefined {
    const { length } = this.init
    const firstBlock = Math.floor(Math.max(0, first) / BLOCK)
    const lastBlock = Math.floor((Math.min(length, Math.max(1, end)) - 1) / BLOCK)
    const samples = new Int16Array(end - first)

    this.want(firstBlock, lastBlock)

    for (let index = firstBlock; index <= lastBlock; index++) {
      const block = this.blocks.get(index)

      if (block == null) {
        if (this.error != null) {
          throw this.error
        }

        return undefined
      }

      const at = index * BLOCK - first
      const from = Math.max(0, -at)
      const part = block.subarray(from, Math.max(from, samples.length - at))

      samples.set(part, at + from)
    }

    return samples
  }

  /** Keeps these blocks and those that follow; the others are dropped */
  private want (firstBlock: number, lastBlock: number): void {
    const { ahead, length, loop } = this.init
    const count = Math.ceil(length / BLOCK)
    const last = lastBlock + Math.ceil(ahead / BLOCK)
    const end = loop ? last + 1 : Math.min(last + 1, count)
    const wanted = new Set<number>()

    for (let i = firstBlock; i < end; i++) {
      wanted.add(i % count)
    }

    this.wanted = [...wanted]

    for (const index of this.blocks.keys()) {
      if (!wanted.has(index)) {
        this.blocks.delete(index)
      }
    }

    if (!this.busy) {
      this.reading = this.readWanted()
    }
  }

  /** Reads one block after another; what is wanted may change meanwhile */
  private async readWanted (): Promise<void> {
    this.busy = true

    try {
      for (let index = this.nextWanted(); index != null; index = this.nextWanted()) {
        this.blocks.set(index, await this.init.read(index * BLOCK, BLOCK))
      }
    } catch (err: any) {
      this.error = err
    } finally {
      this.busy = false
    }
  }

  private nextWanted (): number | undefined {
    return this.error == null ? this.wanted.find(index => !this.blocks.has(index)) : undefined
  }
}
