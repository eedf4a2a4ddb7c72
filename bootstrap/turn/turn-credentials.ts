import { createHash, createHmac } from 'node:crypto'
import type { PeerId } from '@libp2p/interface'

export interface TurnCredentials {
  username: string
  credential: string
}

/**
 * Returns credentials for a TURN server that shares the secret. coturn checks them
 * without being told of the peer.
 *
 * @param secret
 * @param peer - counts against its own quota
 * @param expires - in ms since the Unix epoch
 * @see https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00#section-2.2
 */
export function turnCredentials (secret: string, peer: PeerId, expires: number): TurnCredentials {
  const user = createHash('sha256').update(peer.toString()).digest('hex').slice(0, 32)
  const username = `${Math.floor(expires / 1_000)}:${user}`

  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') }
}
