import { randomBytes } from '@libp2p/crypto'
import { toString } from 'uint8arrays/to-string'

const CALL_ID_BYTES = 16

/** Ids that gave way: messages under them may still be on their way */
const MAX_MERGED = 16

/**
 * The id of the local participant's call. When two calls meet the lower id wins, so
 * everyone ends up with the same one, in whatever order they meet.
 */
export class CallIdMerge {
  private readonly merged: string[] = []
  private hasForgotten = false
  private id: string

  constructor (id: string = toString(randomBytes(CALL_ID_BYTES), 'base16')) {
    this.id = id
  }

  get current (): string {
    return this.id
  }

  /** Returns whether messages under this id belong to the call, or did so before too many ids were met to remember */
  accepts (id: string): boolean {
    return id <= this.id || this.merged.includes(id) || this.hasForgotten
  }

  /** Returns whether the id is that of this call, or of one that has merged with it */
  isSame (id: string): boolean {
    return id === this.id || this.merged.includes(id)
  }

  /** Merges with another call. A call without other participants (`alone`) gives way */
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
    if (!this.merged.includes(id)) {
      this.merged.push(id)
    }

    if (this.merged.length > MAX_MERGED) {
      this.merged.shift()
      this.hasForgotten = true
    }
  }
}
