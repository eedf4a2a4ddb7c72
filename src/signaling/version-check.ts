import { toString } from 'uint8arrays/to-string'
import { BadMessageError } from './messages.ts'
import type { Source } from './blame.ts'
import type { Outbox } from './outbox.ts'
import type { Neighbour } from './paths.ts'
import type { SenderCheck } from './sender-check.ts'
import type { SignalingContext } from './signaling-context.ts'
import type { OtherVersion } from './signaling-events.ts'
import type { OtherVersionError } from './version.ts'

export interface VersionCheckInit {
  context: SignalingContext
  outbox: Pick<Outbox, 'onAnswer' | 'reply'>
  senderCheck: Pick<SenderCheck, 'verify'>
  /** Called for the first message over a path whose other end speaks another version */
  onOther(other: OtherVersion): void
}

/**
 * Handles messages in other versions of the protocol: each end learns which version the other
 * one speaks, so that both users can be told which of them has to update
 */
export class VersionCheck {
  private readonly init: VersionCheckInit
  /** Two that answer each other mustn't go on forever */
  private readonly answered = new WeakSet<Neighbour>()

  constructor (init: VersionCheckInit) {
    this.init = init
  }

  /**
   * Answers the first such message over a path
   *
   * @throws {BadMessageError} when the message isn't by the session at the other end of the
   * path, to the local one, or doesn't introduce its sender
   */
  async handle ({ envelope }: OtherVersionError, source: Source): Promise<void> {
    const { context, outbox, senderCheck, onOther } = this.init
    const { path } = source
    const { introduction, version } = envelope
    const sessionKey = toString(envelope.senderSessionKey, 'base16')

    // nobody passes on what it can't read
    if (sessionKey !== path.sessionKey || toString(envelope.recipientSessionKey, 'base16') !== context.sessionKey || introduction == null) {
      throw new BadMessageError('version', { violation: false })
    }

    source.sender = sessionKey
    await senderCheck.verify(envelope, source)
    path.proven = true
    path.publicKey ??= envelope.sender
    outbox.onAnswer(sessionKey)

    if (!this.answered.has(path)) {
      this.answered.add(path)
      outbox.reply(path, introduction, { type: 'extension' })
      onOther({ presence: introduction, newer: version > context.version })
    }
  }
}
