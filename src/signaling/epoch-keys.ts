import { openEnvelope } from './envelope.ts'
import { EPOCH_GRACE } from './limits.ts'
import { BadMessageError } from './messages.ts'
import type { OpenedEnvelope } from './envelope.ts'
import type { GroupKeys } from '../group/index.ts'

/**
 * The keys of a group's epoch. After a change of epoch, messages that are still on
 * their way can be opened for a little while.
 */
export class EpochKeys {
  private keys: GroupKeys
  private past?: { keys: GroupKeys, until: number }

  constructor (keys: GroupKeys) {
    this.keys = keys
  }

  get current (): GroupKeys {
    return this.keys
  }

  /** `now` is in ms, here and below */
  change (keys: GroupKeys, now: number): void {
    this.past = { keys: this.keys, until: now + EPOCH_GRACE }
    this.keys = keys
  }

  /**
   * Opens a frame of this epoch or, for a while, of the previous one
   *
   * @throws {OtherVersionError} see `openEnvelope`
   * @throws {BadMessageError} with the reason `seal` or `malformed`
   */
  open (frame: Uint8Array, now: number, version?: number): OpenedEnvelope {
    try {
      return openEnvelope(frame, this.keys, version)
    } catch (err) {
      if (this.past == null || this.past.until < now || !(err instanceof BadMessageError) || err.reason !== 'seal') {
        throw err
      }
    }

    return openEnvelope(frame, this.past.keys, version)
  }
}
