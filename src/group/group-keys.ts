import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { base32 } from 'multiformats/bases/base32'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import * as Digest from 'multiformats/hashes/digest'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { keyPairFromSeed } from './key-pair.ts'
import type { Group } from './group.ts'

/** How long one rendezvous key is used, in ms */
export const RENDEZVOUS_SLOT_MS = 3_600_000

/**
 * How near to a slot's edge its neighbour is looked under too, in ms: clocks
 * differ, and a provider record of the last slot may be all there is yet
 */
export const RENDEZVOUS_EDGE_MS = 300_000

const SIGNAL_NAME_BYTES = 16
const SHA2_256 = 0x12

/** Where a group meets in one time slot */
export interface Rendezvous {
  /**
   * The DHT key. Who does not hold the secret can tell neither the group nor which
   * other slot's key belongs to it. Its digest is an Ed25519 public key.
   */
  readonly key: CID

  /**
   * An Ed25519 signature by the private key of that public key, which only members
   * have: it shows DHT servers whom to keep; at once in Node, later in browsers
   */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/**
 * Everything that is derived from a group's secret and epoch. What one of these
 * values shows says nothing of the others (HKDF, RFC 5869).
 */
export interface GroupKeys {
  /** Seals signaling messages, 32 bytes */
  readonly sealKey: Uint8Array

  /** Prefix of everything that is signed: binds a signature to group and epoch */
  readonly context: Uint8Array

  /** The DHT key of one time slot, and what members prove with that they may be there */
  rendezvous (slot: number): Promise<Rendezvous>

  /**
   * The last part of the signaling protocol's id for the peer with this session
   * public key (32 bytes): base32 of 128 bits in a group with a secret, the
   * plain key in a public room
   */
  signalName (sessionPublicKey: Uint8Array): string
}

export function deriveGroupKeys (group: Group): GroupKeys {
  const secret = group.secret ?? group.id
  const salt = concat([group.id, encodeUint64(group.epoch)])
  const derive = (purpose: string, bytes: Uint8Array, length: number): Uint8Array => {
    return hkdf(sha256, secret, salt, concat([fromString(`groupcall ${purpose} 1\0`), bytes]), length)
  }
  const empty = new Uint8Array(0)

  return {
    sealKey: derive('seal', empty, 32),
    context: derive('context', empty, 32),
    rendezvous: async slot => {
      const { publicKey, sign } = await keyPairFromSeed(derive('rendezvous key', encodeUint64(slot), 32))

      // to others it is a hash like any other
      return { key: CID.createV1(raw.code, Digest.create(SHA2_256, publicKey.slice())), sign }
    },
    signalName: sessionPublicKey => group.secret == null
      ? toString(sessionPublicKey, 'base16')
      : base32.baseEncode(derive('signal name', sessionPublicKey, SIGNAL_NAME_BYTES))
  }
}

/**
 * The slots to look under at a time (ms since the epoch), the current one first
 */
export function rendezvousSlots (now: number): number[] {
  const slot = Math.floor(now / RENDEZVOUS_SLOT_MS)
  const into = now - (slot * RENDEZVOUS_SLOT_MS)

  if (into < RENDEZVOUS_EDGE_MS) {
    return [slot, slot - 1]
  }

  if (into >= RENDEZVOUS_SLOT_MS - RENDEZVOUS_EDGE_MS) {
    return [slot, slot + 1]
  }

  return [slot]
}

function encodeUint64 (value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))

  return bytes
}
