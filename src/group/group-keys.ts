import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import * as Digest from 'multiformats/hashes/digest'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { keyPairFromSeed } from '../../keys/key-pair.ts'
import type { Group } from './group.ts'

/** ms for which a rendezvous key is used */
export const RENDEZVOUS_SLOT_MS = 3_600_000

/**
 * ms from the edge of a slot within which its neighbour is searched too: clocks differ, and
 * there may be no provider record yet except one of the last slot
 */
export const RENDEZVOUS_EDGE_MS = 300_000

const SIGNAL_NAME_BYTES = 16
const SHA2_256 = 0x12

/** Where a group meets in a time slot */
export interface Rendezvous {
  /**
   * The DHT key. Without the secret, nobody can tell its group, or which other slots' keys
   * belong to the same group. Its digest is an Ed25519 public key.
   */
  readonly key: CID

  /**
   * Returns an Ed25519 signature by the private key of that public key, which only members
   * have: it shows DHT servers which providers to keep. Synchronous in Node, not in browsers.
   */
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/**
 * Everything that is derived from a group's secret and epoch. None of these values reveals
 * anything about the others (HKDF, RFC 5869).
 */
export interface GroupKeys {
  /** Seals signaling messages, 32 bytes */
  readonly sealKey: Uint8Array

  /** Prefix of everything that is signed, which binds a signature to group and epoch */
  readonly context: Uint8Array

  /** Derives the DHT key of a time slot, and the key that members prove their membership with */
  rendezvous (slot: number): Promise<Rendezvous>

  /**
   * Returns the blinded name by which the process with this session public key (32 bytes) is
   * asked for the group: 16 bytes, which only members can tell from random ones, and anybody
   * in a public room
   */
  signalName (sessionPublicKey: Uint8Array): Uint8Array
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

      // others can't tell it from any other hash
      return { key: CID.createV1(raw.code, Digest.create(SHA2_256, publicKey.slice())), sign }
    },
    signalName: sessionPublicKey => derive('signal name', sessionPublicKey, SIGNAL_NAME_BYTES)
  }
}

/**
 * Returns the slots to search at a time (ms since the Unix epoch), the current one first
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
