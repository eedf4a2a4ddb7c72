import { randomBytes } from '@libp2p/crypto'
import { toString } from 'uint8arrays/to-string'

const CALL_ID_BYTES = 16

/** Ids that gave way: messages under them may still be on their way */
const MAX_MET = 16

/**
 * The id of the call one is in. Of two calls that meet the lower id wins, so all
 * end up with the same, in whatever order they meet.
 */
export class CallIds {
  private readonly met: string[] = []
  private id = toString(randomBytes(CALL_ID_BYTES), 'base16')

  get current (): string {
    return this.id
  }

  /** Whether messages under this id are of the call */
  accepts (id: string): boolean {
    return id <= this.id || this.met.includes(id)
  }

  /**
   * A call was met: both are one from now on. One in which nobody else is
   * (`alone`) gives way.
   */
  merge (id: string, alone: boolean): void {
    if (id === this.id) {
      return
    }

    if (id < this.id || alone) {
      this.remember(this.id)
      this.id = id
    } else {
      this.remember(id)
    }
  }

  private remember (id: string): void {
    if (!this.met.includes(id)) {
      this.met.push(id)
    }

    if (this.met.length > MAX_MET) {
      this.met.shift()
    }
  }
}
