import { toString } from 'uint8arrays/to-string'
import { blameFor } from './blame.ts'
import { Forwarder } from './forwarder.ts'
import { learn } from './introduced-presences.ts'
import { checkContent, checkRecipient } from './message-check.ts'
import { BadMessageError } from './messages.ts'
import { SenderCheck } from './sender-check.ts'
import { VersionCheck } from './version-check.ts'
import { OtherVersionError } from './version.ts'
import type { Source } from './blame.ts'
import type { OpenedEnvelope } from './envelope.ts'
import type { Outbox } from './outbox.ts'
import type { Neighbour, Paths } from './paths.ts'
import type { Router } from './router.ts'
import type { SignalStream } from './signal-stream.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { Forgery, OtherVersion, ReceivedMessage } from './signaling-events.ts'

export interface InboxInit {
  context: SignalingContext
  paths: Paths<SignalStream>
  outbox: Outbox
  router: Router
  /** Resolves when no change of epoch is in progress: frames after it may be sealed with other keys */
  settled(): Promise<void>
  /** Called for a message that isn't by its alleged sender, once per sender and carrier */
  onForged(forgery: Forgery): void
  /** Called for the first message over a path whose other end speaks another version of the protocol */
  onOtherVersion(other: OtherVersion): void
}

/**
 * Checks each frame that arrives: opens it, forwards it if it is for another session,
 * and reports those that are signed, new and addressed to the local session
 */
export class Inbox {
  private readonly init: InboxInit
  private readonly senderCheck: SenderCheck
  private readonly forwarder: Forwarder
  private readonly versionCheck: VersionCheck

  constructor (init: InboxInit) {
    this.init = init
    this.senderCheck = new SenderCheck(init)
    this.versionCheck = new VersionCheck({ context: init.context, outbox: init.outbox, senderCheck: this.senderCheck, onOther: other => { init.onOtherVersion(other) } })
    this.forwarder = new Forwarder({ context: init.context, router: init.router, senderCheck: this.senderCheck, deliver: message => { this.deliver(message) } })
  }

  /** Handles a frame. Never throws: bad frames are counted */
  async onFrame (frame: Uint8Array, from: Neighbour): Promise<void> {
    const source: Source = { path: from, state: 'arrived' }

    try {
      if (!from.budget.take(Date.now())) {
        throw new BadMessageError('rate')
      }

      await this.init.settled()
      const envelope = await this.open(frame, source)

      if (envelope == null) {
        return
      }

      source.sender = toString(envelope.senderSessionKey, 'base16')
      await this.handleEnvelope(envelope, source.sender, frame, source)
    } catch (err: any) {
      this.refuse(err instanceof BadMessageError ? err : new BadMessageError('malformed', { cause: err }), source)
    }
  }

  /** Opens a frame; returns undefined if it is written in another version of the protocol, and was answered */
  private async open (frame: Uint8Array, source: Source): Promise<OpenedEnvelope | undefined> {
    const { keys, version } = this.init.context

    try {
      return keys.open(frame, Date.now(), version)
    } catch (err) {
      if (!(err instanceof OtherVersionError)) {
        throw err
      }

      await this.versionCheck.handle(err, source)
      this.init.context.drop('version')
    }
  }

  /** Ends a path that bytes arrived on which aren't a frame */
  onUnreadable (err: BadMessageError, path: Neighbour): void {
    this.refuse(err, { path, state: 'arrived' })
  }

  /** Counts a frame that can't be used, and holds it against the peer to blame */
  private refuse (err: BadMessageError, source: Source): void {
    const { context, paths } = this.init
    const { path, sender } = source
    const blame = blameFor(err, source)

    context.drop(err.reason)

    if (blame.sender && sender != null) {
      paths.reportViolation(sender)
    }

    if (blame.path === 'close' || (blame.path === 'count' && !path.violations.take(Date.now()))) {
      if (err.violation) {
        context.blocklist.fail(path.sessionKey, Date.now())
      }

      path.abort(err)
    }
  }

  private async handleEnvelope (envelope: OpenedEnvelope, senderSessionKey: string, frame: Uint8Array, source: Source): Promise<void> {
    const { context } = this.init
    const { path: from } = source
    const recipientSessionKey = toString(envelope.recipientSessionKey, 'base16')

    if (context.isLocal(envelope.sender, envelope.senderSession) || context.wasLocal(envelope.sender, envelope.senderSession)) {
      throw new BadMessageError('own-key')
    }

    const firstHand = senderSessionKey === from.sessionKey

    if (!from.proven && !firstHand) {
      throw new BadMessageError('wrong-peer')
    }

    if (recipientSessionKey !== context.sessionKey) {
      await this.forwarder.handle(envelope, senderSessionKey, frame, source)
      return
    }

    await this.senderCheck.verify(envelope, source)
    checkRecipient(envelope, firstHand, context)

    if (firstHand && envelope.introduction != null && envelope.message.type === 'join' && envelope.keys === context.keys.current) {
      this.senderCheck.refuseStale(envelope.introduction, from)
    }

    const session = this.senderCheck.identify(envelope, senderSessionKey, firstHand ? undefined : this.carrierAt(from))
    const { message, callId, keys } = envelope

    if (!session.sequence.accept(envelope.sequence)) {
      throw new BadMessageError('replay')
    }

    if (envelope.introduction != null) {
      context.known.renew(session, envelope.introduction, keys, envelope.sequence)
    }

    this.init.outbox.onAnswer(senderSessionKey)
    this.init.paths.onMessage(senderSessionKey, from)

    if (firstHand) {
      from.proven = true
      from.publicKey ??= envelope.sender
      this.init.router.flush(from.sessionKey)
    }

    if (!session.rate.take(Date.now())) {
      throw new BadMessageError('rate')
    }

    source.state = 'new'

    await checkContent(envelope, senderSessionKey, context, this.init.outbox)
    this.deliver({ presence: session.presence, callId, message: learn(message, keys, envelope.sender, context), frame, carrier: from.sessionKey, current: keys === context.keys.current })
  }

  /**
   * @throws {BadMessageError} when the receiver does
   */
  private deliver (message: ReceivedMessage): void {
    const { init, log } = this.init.context

    try {
      init.receive(message)
    } catch (err) {
      if (err instanceof BadMessageError) {
        throw err
      }

      // a fault of ours is not the sender's
      log.error('could not handle a message - %e', err)
    }
  }

  /** Returns the public key of the member at the other end of a path, or its session key if it hasn't sent anything itself */
  private carrierAt ({ publicKey, sessionKey }: Neighbour): string {
    return publicKey ?? this.init.context.known.find(sessionKey)?.presence.publicKey ?? sessionKey
  }
}
