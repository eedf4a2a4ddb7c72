import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { verify } from '../../keys/identity.ts'
import { decodeContent, encodeContent } from './message-codec.ts'
import { BadMessageError } from './messages.ts'
import { Envelope as EnvelopePB } from './pb/signal.ts'
import { encodePresence } from './presence-codec.ts'
import { open, seal } from './seal.ts'
import { decodeForeignHeader, OtherVersionError, PROTOCOL_VERSION } from './version.ts'
import type { Envelope, Presence, SignedPresence } from './messages.ts'
import type { Identity } from '../../keys/index.ts'
import type { GroupKeys } from '../group/index.ts'
import type { PrivateKey } from '@libp2p/interface'

const ENVELOPE_PURPOSE = fromString('groupcall envelope 1\0')
const PRESENCE_PURPOSE = fromString('groupcall presence 1\0')
const SESSION_PURPOSE = fromString('groupcall session key 1\0')

/** What an envelope's signature is verified with */
export interface Opened {
  signed: { content: Uint8Array, signature: Uint8Array }
  /** The keys that opened it, for verifying its signatures */
  keys: GroupKeys
}

/** An envelope that was opened, but whose signature hasn't been verified */
export interface OpenedEnvelope extends Envelope, Opened {}

/**
 * Signs an envelope as its sender and seals it for the group
 */
export async function sealEnvelope (envelope: Envelope, identity: Identity, keys: GroupKeys): Promise<Uint8Array> {
  const content = encodeContent(envelope)
  const signature = await identity.sign(concat([keys.context, ENVELOPE_PURPOSE, content]))

  return seal(keys.sealKey, EnvelopePB.encode({ content: content.slice(), signature: signature.slice() }))
}

/**
 * Opens a frame
 *
 * @param frame
 * @param keys
 * @param version - of the protocol that the local session speaks
 * @throws {OtherVersionError} if the envelope is written in another one
 * @throws {BadMessageError} with the reason `seal` or `malformed`
 */
export function openEnvelope (frame: Uint8Array, keys: GroupKeys, version: number = PROTOCOL_VERSION): OpenedEnvelope {
  const plain = open(keys.sealKey, frame)

  if (plain == null) {
    throw new BadMessageError('seal')
  }

  try {
    const pb = EnvelopePB.decode(plain)

    if (!equals(EnvelopePB.encode(pb), plain)) {
      throw new BadMessageError('malformed')
    }

    const header = decodeForeignHeader(pb.content, version)

    if (header != null) {
      throw new OtherVersionError({ ...header, signed: pb, keys })
    }

    return { ...decodeContent(pb.content), signed: pb, keys }
  } catch (err) {
    throw err instanceof BadMessageError ? err : new BadMessageError('malformed', { cause: err })
  }
}

/**
 * @throws {BadMessageError} with the reason `signature` when the envelope wasn't signed
 * by its sender
 */
export async function verifyEnvelope ({ sender, keys, signed }: Opened & Pick<Envelope, 'sender'>): Promise<void> {
  const { content, signature } = signed

  if (!await verify(sender, concat([keys.context, ENVELOPE_PURPOSE, content]), signature)) {
    throw new BadMessageError('signature')
  }
}

/**
 * Signs a presence as its identity, and as the process that has the session key: nobody
 * else can then claim that the process is theirs
 */
export async function signPresence (presence: Presence, identity: Identity, process: Pick<PrivateKey, 'sign'>, keys: GroupKeys): Promise<SignedPresence> {
  const bytes = encodePresence(presence)
  const signature = await identity.sign(concat([keys.context, PRESENCE_PURPOSE, bytes]))
  const sessionSignature = await process.sign(sessionClaim(presence, keys))

  return { ...presence, signed: { presence: bytes, signature, sessionSignature } }
}

/**
 * Returns whether a presence was signed by its identity and by its process
 */
export async function verifyPresence (presence: SignedPresence, keys: GroupKeys): Promise<boolean> {
  const { presence: bytes, signature, sessionSignature } = presence.signed

  return await verify(presence.publicKey, concat([keys.context, PRESENCE_PURPOSE, bytes]), signature) &&
    await verify(toString(presence.sessionKey, 'base16'), sessionClaim(presence, keys), sessionSignature)
}

function sessionClaim ({ publicKey, session }: Presence, keys: GroupKeys): Uint8Array {
  return concat([keys.context, SESSION_PURPOSE, fromString(publicKey, 'base16'), fromString(session, 'base16')])
}
