import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { KeyPair } from './key-pair.ts'

/** Browser twin of `key-pair.ts` */
export async function keyPairFromSeed (seed: Uint8Array): Promise<KeyPair> {
  const pair = await generateKeyPairFromSeed('Ed25519', seed)

  return { publicKey: pair.publicKey.raw, sign: bytes => pair.sign(bytes) }
}
