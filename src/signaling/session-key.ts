import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { toString } from 'uint8arrays/to-string'
import { BadMessageError } from './messages.ts'
import type { SignedPresence } from './messages.ts'
import type { PeerId } from '@libp2p/interface'

/**
 * Returns the session key of a process: the public key of its PeerId, 32 bytes
 *
 * @throws {BadMessageError} when the peer's key isn't an Ed25519 key
 */
export function sessionKeyOf (peer: PeerId): Uint8Array {
  if (peer.type !== 'Ed25519') {
    throw new BadMessageError('wrong-peer')
  }

  return peer.publicKey.raw
}

/** Returns the session key that a presence names, as 64 hex digits */
export function hexKeyOf ({ sessionKey }: Pick<SignedPresence, 'sessionKey'>): string {
  return toString(sessionKey, 'base16')
}

/** Returns the PeerId of the process with this session key, 32 bytes */
export function peerIdOfSessionKey (sessionKey: Uint8Array): PeerId {
  return peerIdFromPublicKey(publicKeyFromRaw(sessionKey))
}
