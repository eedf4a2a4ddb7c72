import { randomBytes } from '@libp2p/crypto'
import { toString } from 'uint8arrays/to-string'

const CALL_ID_BYTES = 16

/** Ids that a call had before it merged: messages under them may still be on their way */
const MAX_SUPERSEDED = 16

/**
 * The id of the call one is in. Of two calls that meet the lower id wins, so all
 * end up with the same, in whatever order they meet.
 */
export class CallIds {
  private readonly superseded: string[] = []
  private id = toString(randomBytes(CALL_ID_BYTES), 'base16')

  get current (): string {
    return this.id
  }

  /** Whether messages under this id are of the call */
  accepts (id: string): boolean {
    return id <= this.id || this.superseded.includes(id)
  }

  /**
   * Takes over the id of a call that was met
   *
   * @param alone - whether nobody else is in this one, so that it gives way
   */
  merge (id: string, alone: boolean): void {
    if (id === this.id || (id > this.id && !alone)) {
      return
    }

    this.superseded.push(this.id)
    this.id = id

    if (this.superseded.length > MAX_SUPERSEDED) {
      this.superseded.shift()
    }
  }
}
