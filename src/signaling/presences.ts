import { equals } from 'uint8arrays/equals'
import { toString } from 'uint8arrays/to-string'
import { verifyPresence } from './envelope.ts'
import { BadMessageError } from './messages.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { KnownSession, KnownSessions } from './known-sessions.ts'
import type { SignedPresence } from './messages.ts'
import type { Outbox } from './outbox.ts'
import type { Neighbour } from './routes.ts'
import type { SignalingInit } from './signaling-init.ts'
import type { GroupKeys } from '../group/index.ts'

export interface PresencesInit {
  signaling: SignalingInit
  keys: EpochKeys
  /** Own session key, 64 lower-case hex digits */
  sessionKey: string
  known: KnownSessions
  outbox: Outbox
}

/**
 * What sessions say of themselves, whoever brings it: it is remembered when it is
 * signed, and the process that it names may be theirs
 */
export class Presences {
  private readonly init: PresencesInit

  constructor (init: PresencesInit) {
    this.init = init
  }

  /**
   * Remembers presences, each signed by whom it names
   *
   * @throws {BadMessageError} at the first that is not, or is of a process of somebody else
   */
  async learnAll (presences: SignedPresence[], keys: GroupKeys, from: Neighbour): Promise<void> {
    for (const presence of presences) {
      const sessionKey = toString(presence.sessionKey, 'base16')

      if (this.init.known.has(presence, keys) || presence.publicKey === this.init.signaling.identity.publicKey || this.init.known.isStale(presence)) {
        continue
      }

      // a session of this epoch has said who it is already
      if (keys !== this.init.keys.current && this.init.known.get(presence.publicKey)?.presence.session === presence.session) {
        continue
      }

      if (!await verifyPresence(presence, keys)) {
        throw new BadMessageError('signature')
      }

      this.checkSessionKey(presence, sessionKey, from)
      const ghost = this.init.known.get(presence.publicKey)
      this.init.known.learn(presence, sessionKey, Date.now(), keys)

      // one of the same process has made way for this one
      if (ghost?.left === false && !equals(ghost.presence.sessionKey, presence.sessionKey)) {
        this.tellGhost(ghost, presence)
      }
    }
  }

  /**
   * Anybody can say that a process is theirs. Only Noise proves it, so who says so
   * on a direct path is right; of others the first is believed
   */
  private checkSessionKey (presence: SignedPresence, sessionKey: string, from: Neighbour): void {
    const owner = this.init.known.find(sessionKey)

    if (sessionKey === this.init.sessionKey) {
      throw new BadMessageError('own-key')
    }

    if (owner == null || owner.presence.publicKey === presence.publicKey) {
      return
    }

    if (sessionKey !== from.sessionKey) {
      throw new BadMessageError('wrong-peer')
    }

    owner.left = true
  }

  /** A session that was replaced may still be running somewhere: it shall know */
  private tellGhost (ghost: KnownSession, presence: SignedPresence): void {
    this.init.outbox.sendTo(ghost, { ...this.init.signaling.greeting(), presences: [presence] })
  }
}
