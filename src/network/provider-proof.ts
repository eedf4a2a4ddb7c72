import * as Digest from 'multiformats/hashes/digest'
import { concat } from 'uint8arrays/concat'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { verify } from '../../keys/identity.ts'
import { ADD_PROVIDER } from './messages.ts'
import { DhtMessage } from './pb/dht.ts'
import type { DhtPeer } from './pb/dht.ts'

/**
 * Distinguishes a group's members from peers that only know its rendezvous key, as every
 * DHT peer on the way does. The key is itself an Ed25519 public key: its private key is
 * derived from the group's secret, and signs the PeerId and addresses in each member's
 * record. The proof tells a DHT server which records to keep, and a peer that asks which
 * providers to try and that nobody has changed their addresses, both without knowing the
 * group. Anyone else's record is an ordinary one without proof.
 */
const PREFIX = fromString('groupcall provider 1\0')

/** Bytes of an Ed25519 public key, which a key has to be to be proven */
const PUBLIC_KEY_BYTES = 32

/** What a provider record says about a peer; the proof is over this */
export type ProvidedPeer = Pick<DhtPeer, 'id' | 'multiaddrs'>

/**
 * Returns the provider record of a peer, signed
 *
 * @param key - the multihash of what is provided
 * @param peer
 * @param sign - signs by the private key of that public key
 */
export async function signProvider (key: Uint8Array, peer: ProvidedPeer, sign: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>): Promise<DhtPeer> {
  const proof = await sign(provenBytes(key, peer))

  return { ...peer, proof: proof.slice() }
}

/** Returns what the signature of a provider record is over */
function provenBytes (key: Uint8Array, { id, multiaddrs }: ProvidedPeer): Uint8Array {
  return concat([PREFIX, DhtMessage.encode({ type: ADD_PROVIDER, key: key.slice(), providers: [{ id, multiaddrs, proof: new Uint8Array(0) }] })])
}

/**
 * Returns whether a provider has shown that it holds the secret behind a key. Never throws.
 * The answer comes at once in Node, later in browsers.
 *
 * @param key - the multihash of what is provided
 */
export function isProven (key: Uint8Array, provider: DhtPeer): boolean | Promise<boolean> {
  try {
    const { digest } = Digest.decode(key)

    return provider.proof.byteLength > 0 && digest.byteLength === PUBLIC_KEY_BYTES &&
      verify(toString(digest, 'base16'), provenBytes(key, provider), provider.proof)
  } catch {
    return false
  }
}
