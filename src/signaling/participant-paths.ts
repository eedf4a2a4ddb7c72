import { ChannelPath } from './channel-path.ts'
import { BadMessageError } from './messages.ts'
import type { KnownSessions } from './known-sessions.ts'
import type { DropReason } from './messages.ts'
import type { Offenders } from './offenders.ts'
import type { Routes } from './routes.ts'
import type { SignalStream } from './signal-stream.ts'

export interface ParticipantPathsInit {
  known: KnownSessions
  routes: Routes<SignalStream>
  offenders: Offenders
  drop(reason: DropReason): void
  onFrame(frame: Uint8Array, from: ChannelPath): Promise<void>
}

/**
 * The paths to participants, each under the session key that is a participant's now:
 * they open and end with its link, and end when it misbehaves, leaves, or stays in
 * the last epoch
 */
export class ParticipantPaths {
  private readonly init: ParticipantPathsInit

  constructor (init: ParticipantPathsInit) {
    this.init = init
  }

  /** See {@link Signaling.openChannel}, as with the others below */
  openChannel (participant: string, send: (frame: Uint8Array) => boolean): void {
    const session = this.init.known.get(participant)

    if (session != null && !this.init.offenders.isIgnored(session.sessionKey, undefined, Date.now())) {
      this.init.routes.setChannel(new ChannelPath({
        sessionKey: session.sessionKey,
        send,
        onFrame: async (frame, path) => this.init.onFrame(frame, path),
        onDrop: () => { this.init.drop('rate') }
      }))
    }
  }

  receive (participant: string, frame: Uint8Array): void {
    const path = this.init.routes.getChannel(this.init.known.get(participant)?.sessionKey ?? '')

    if (path instanceof ChannelPath) {
      path.receive(frame)
    }
  }

  closeChannel (participant: string, sessionKey: string): void {
    const owner = this.init.known.find(sessionKey)

    if (owner == null || owner.presence.publicKey === participant) {
      this.init.routes.deleteChannel(sessionKey)
    }
  }

  blame (participant: string): void {
    const sessionKey = this.init.known.get(participant)?.sessionKey

    if (sessionKey != null) {
      this.init.routes.getPaths(sessionKey).filter(path => !path.violations.take(Date.now())).forEach(path => {
        this.init.offenders.fail(path.sessionKey, path.network, Date.now())
        path.abort(new BadMessageError('unexpected'))
      })
    }
  }

  forget (participant: string): void {
    const session = this.init.known.get(participant)

    if (session != null && !session.left) {
      session.left = true
      this.init.routes.deleteChannel(session.sessionKey)
      this.init.routes.getStreams(session.sessionKey).forEach(stream => { stream.close() })
    }
  }

  /** Forgets everybody but these public keys: streams to others lead to where the last epoch is still served */
  keepOnly (participants: string[]): void {
    this.init.known.keepOnly(participants)
    this.init.routes.getStreams().filter(({ sessionKey }) => this.init.known.find(sessionKey) == null).forEach(stream => {
      this.init.routes.deleteStream(stream)
      stream.close()
    })
  }
}
