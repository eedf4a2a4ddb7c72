import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { hexKeyOf } from '../signaling/index.ts'
import type { SignedPresence } from '../signaling/index.ts'
import type { PeerId, PeerInfo } from '@libp2p/interface'

/** Returns the PeerId of a session key (64 hex digits) */
export function peerIdOf (sessionKey: string): PeerId {
  return peerIdFromPublicKey(publicKeyFromRaw(fromString(sessionKey, 'base16')))
}

/** Returns the session key of a peer as 64 hex digits, or an empty string if the peer can't be a member */
export function sessionKeyOf (peer: PeerId): string {
  return peer.type === 'Ed25519' ? toString(peer.publicKey.raw, 'base16') : ''
}

/** Returns where the session that signed a presence can be dialled */
export function peerOf (presence: SignedPresence): PeerInfo {
  return { id: peerIdOf(hexKeyOf(presence)), multiaddrs: presence.addresses }
}
