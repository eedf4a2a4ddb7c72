import { MAX_UNSENT_FRAMES } from './limits.ts'
import type { Dialer } from './dialer.ts'
import type { KnownSession, KnownSessions } from './known-sessions.ts'
import type { DropReason, SignedPresence } from './messages.ts'
import type { Routes } from './routes.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingInit } from './signaling-init.ts'
import type { Logger } from '@libp2p/interface'

export interface DeliveryInit {
  signaling: SignalingInit
  log: Logger
  known: KnownSessions
  routes: Routes<SignalStream>
  dialer: Dialer
  /** Makes the first message on a stream that is opened to a session */
  greet(to: KnownSession): Promise<Uint8Array>
  drop(reason: DropReason): void
  /** A session serves the group no more, though its process lives */
  onGone(presence: SignedPresence): void
}

/**
 * Brings sealed frames on their way to sessions of which it is known how to reach
 * them: over a path that is there, through somebody else, or by dialling
 */
export class Delivery {
  private readonly init: DeliveryInit
  /** Frames that wait for a dial, by session key */
  private readonly waiting = new Map<string, Uint8Array[]>()

  constructor (init: DeliveryInit) {
    this.init = init
  }

  /** By the best way that there is, or after a dial */
  send (to: KnownSession, frame: Uint8Array): void {
    const introducers = this.init.signaling.introducers(to.presence.publicKey)
      .map(publicKey => this.init.known.get(publicKey)?.sessionKey)
      .filter(sessionKey => sessionKey != null)
    const path = this.init.routes.direct(to.sessionKey) ?? this.init.routes.indirect(to.sessionKey, introducers)

    if (path?.send(frame) !== true) {
      this.sendAfterDial(to, frame)
    }
  }

  /** By a path of which the session is the other end; without one after a dial, if it may be dialled */
  sendDirectly (to: KnownSession, frame: Uint8Array, dial: boolean): void {
    if (this.init.routes.direct(to.sessionKey)?.send(frame) === true) {
      return
    }

    if (dial) {
      this.sendAfterDial(to, frame)
    } else {
      this.init.drop('unroutable')
    }
  }

  /** See {@link Signaling.dial} */
  dial (to: string): void {
    const session = this.init.known.get(to)

    if (session != null && this.init.routes.direct(session.sessionKey) == null) {
      this.connect(session)
        .catch(err => { this.init.log('could not dial a participant - %e', err) })
    }
  }

  private sendAfterDial (to: KnownSession, frame: Uint8Array): void {
    const waiting = this.waiting.get(to.sessionKey)

    if (waiting != null) {
      if (waiting.push(frame) > MAX_UNSENT_FRAMES) {
        waiting.shift()
        this.init.drop('unroutable')
      }

      return
    }

    const frames = [frame]
    this.waiting.set(to.sessionKey, frames)
    this.connect(to)
      .then(stream => { frames.forEach(frame => { stream.send(frame) }) }, () => { frames.forEach(() => { this.init.drop('unroutable') }) })
      .finally(() => { this.waiting.delete(to.sessionKey) })
  }

  private async connect (to: KnownSession): Promise<SignalStream> {
    const { sessionKey, addresses } = to.presence

    try {
      return await this.init.dialer.connect(sessionKey, addresses, async () => this.init.greet(to))
    } catch (err: any) {
      // Noise has proved that this is the process, and it knows nothing of the group
      if (err.name === 'UnsupportedProtocolError') {
        this.init.onGone(to.presence)
      }

      throw err
    }
  }
}
