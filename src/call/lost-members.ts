import { setNewest } from '../newest.ts'
import { FIRST_LOST_PAUSE, LONGEST_LOST_PAUSE, LOST_PAUSE_SHARE, LOST_TIME, MAX_LOST } from './limits.ts'
import type { Timer, Timers } from '../timers.ts'
import type { PeerInfo } from '@libp2p/interface'

export interface LostMembersInit {
  timers: Timers
  /** Called when it is time to look for them */
  onLook(): void
  /**
   * Returns 0 to 1
   *
   * @default Math.random
   */
  random?(): number
}

/**
 * The members that we have lost without a goodbye, and when to look for them: at once,
 * and then with growing pauses until all of them are back
 */
export class LostMembers {
  private readonly init: LostMembersInit
  /** By public key */
  private readonly lost = new Map<string, PeerInfo>()
  private since = 0
  private timer?: Timer

  constructor (init: LostMembersInit) {
    this.init = init
  }

  /** Where they were last */
  get peers (): PeerInfo[] {
    return [...this.lost.values()]
  }

  /** Returns whether a peer, as it was last, is one of them */
  has ({ id }: PeerInfo): boolean {
    return this.peers.some(peer => peer.id.equals(id))
  }

  /** Adds a member, and looks at once; idempotent */
  add (publicKey: string, peer: PeerInfo): void {
    const known = this.lost.get(publicKey)
    setNewest(this.lost, publicKey, peer, MAX_LOST)

    if (known == null) {
      this.since = this.init.timers.now()
      this.timer?.stop()
      // members are often lost together
      this.timer = this.init.timers.after(0, () => { this.look() })
    }
  }

  /** A member is back, or has said goodbye */
  delete (publicKey: string): void {
    this.lost.delete(publicKey)

    if (this.lost.size === 0) {
      this.stop()
    }
  }

  /** Idempotent */
  stop (): void {
    this.timer?.stop()
    this.timer = undefined
    this.lost.clear()
  }

  private look (): void {
    const { timers, random = Math.random } = this.init
    const elapsed = timers.now() - this.since

    if (elapsed > LOST_TIME) {
      this.stop()
      return
    }

    this.timer = timers.after(lostPause(elapsed, random()), () => { this.look() })
    this.init.onLook()
  }
}

/**
 * Returns the ms until the next lookup, with a jitter of a quarter either way, so that the
 * halves of a call don't miss each other again and again
 *
 * @param elapsed - ms since a member was lost
 * @param random - 0 to 1
 */
export function lostPause (elapsed: number, random: number): number {
  return Math.min(LONGEST_LOST_PAUSE, Math.max(FIRST_LOST_PAUSE, elapsed * LOST_PAUSE_SHARE)) * (0.75 + (random / 2))
}
