import { check, hex, KEY_BYTES, sized } from './field-values.ts'
import { SESSION_BYTES } from './local-session.ts'
import { BadMessageError } from './messages.ts'
import { Header as HeaderPB } from './pb/signal.ts'
import { decodePresence } from './presence-codec.ts'
import type { Opened } from './envelope.ts'
import type { Envelope } from './messages.ts'

/**
 * The version of the protocol that this program speaks. Two that speak different versions
 * can't be in a call together, but tell each other. docs/protocol.md lists what is the same
 * in all versions, and what may be added within one
 */
export const PROTOCOL_VERSION = 1

/** The part of an envelope that can be read whatever version it is written in */
export interface Header extends Pick<Envelope, 'sender' | 'senderSession' | 'senderSessionKey' | 'recipientSessionKey' | 'introduction'> {
  version: number
}

/**
 * Decodes the header of the signed bytes of an envelope if they are written in another
 * version than the local one; otherwise returns undefined, because they can be decoded as a
 * whole
 *
 * @throws {BadMessageError} when the header isn't in the form that all versions share
 */
export function decodeForeignHeader (content: Uint8Array, local: number): Header | undefined {
  const pb = HeaderPB.decode(content)
  // the first version isn't written
  check(pb.version !== 1)
  const version = pb.version === 0 ? 1 : pb.version

  return version === local
    ? undefined
    : {
        sender: hex(pb.sender, KEY_BYTES),
        senderSession: hex(pb.senderSession, SESSION_BYTES),
        senderSessionKey: sized(pb.senderSessionKey, KEY_BYTES),
        recipientSessionKey: sized(pb.recipientSessionKey, KEY_BYTES),
        introduction: pb.introduction == null ? undefined : decodePresence(pb.introduction),
        version
      }
}

/**
 * An envelope is written in another version of the protocol than the local session speaks.
 * Its signature hasn't been verified
 */
export class OtherVersionError extends BadMessageError {
  static name = 'OtherVersionError'
  name = 'OtherVersionError'
  readonly envelope: Header & Opened

  constructor (envelope: Header & Opened) {
    super('version', { violation: false })
    this.envelope = envelope
  }
}
