import { multiaddr } from '@multiformats/multiaddr'
import { equals } from 'uint8arrays/equals'
import { MAX_NAME_BYTES } from '../group/index.ts'
import { check, hex, hexToBytes, KEY_BYTES, limited, sized, toBytes } from './field-values.ts'
import { MAX_ADDRESS_BYTES, MAX_ADDRESSES } from './limits.ts'
import { SESSION_BYTES } from './local-session.ts'
import { Presence as PresencePB } from './pb/signal.ts'
import type { Presence, SignedPresence } from './messages.ts'
import type { SignedPresence as SignedPresencePB } from './pb/signal.ts'

const SIGNATURE_BYTES = 64

/** Returns the bytes of a presence that are signed */
export function encodePresence (presence: Presence): Uint8Array {
  return PresencePB.encode({
    publicKey: hexToBytes(presence.publicKey),
    session: hexToBytes(presence.session),
    sessionKey: toBytes(presence.sessionKey),
    addresses: presence.addresses.slice(0, MAX_ADDRESSES).map(address => toBytes(address.bytes)),
    name: presence.name
  })
}

/**
 * Decodes a presence without verifying its signatures
 *
 * @throws {BadMessageError}
 */
export function decodePresence (signed?: SignedPresencePB): SignedPresence {
  check(signed != null)

  const { presence: bytes, signature, sessionSignature } = signed as SignedPresencePB
  const pb = PresencePB.decode(bytes, { limits: { addresses: MAX_ADDRESSES } })
  check(equals(PresencePB.encode(pb), bytes))

  return {
    publicKey: hex(pb.publicKey, KEY_BYTES),
    session: hex(pb.session, SESSION_BYTES),
    sessionKey: sized(pb.sessionKey, KEY_BYTES),
    addresses: pb.addresses.map(address => {
      check(address.byteLength <= MAX_ADDRESS_BYTES)

      return multiaddr(address)
    }),
    name: limited(pb.name, MAX_NAME_BYTES),
    signed: { presence: bytes, signature: sized(signature, SIGNATURE_BYTES), sessionSignature: sized(sessionSignature, SIGNATURE_BYTES) }
  }
}

export function signedToPB ({ signed: { presence, signature, sessionSignature } }: SignedPresence): SignedPresencePB {
  return { presence: toBytes(presence), signature: toBytes(signature), sessionSignature: toBytes(sessionSignature) }
}
