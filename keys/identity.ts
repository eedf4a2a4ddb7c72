import { generateKeyPair, publicKeyFromRaw } from '@libp2p/crypto/keys'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import type { Ed25519PrivateKey } from '@libp2p/interface'
export interface Identity { readonly publicKey: string, readonly publicKeyBytes: Uint8Array, readonly privateKey: Ed25519PrivateKey, sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array> }
export async function createIdentity (): Promise<Identity> { return identityFromPrivateKey(await generateKeyPair('Ed25519')) }
export function identityFromPrivateKey (privateKey: Ed25519PrivateKey): Identity {
  return { publicKey: toString(privateKey.publicKey.raw, 'base16'), publicKeyBytes: privateKey.publicKey.raw, privateKey, sign: bytes => privateKey.sign(bytes) as Uint8Array }
}
export async function verify (publicKey: string, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try { return await publicKeyFromRaw(fromString(publicKey, 'base16')).verify(bytes, signature) } catch { return false }
}
