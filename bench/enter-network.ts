import { createIdentity } from '../keys/index.ts'
import { createCallPeer } from '../src/index.ts'
import { firstWalk } from './first-walk.ts'
import type { CallPeer } from '../src/index.ts'

/** ms for the first walk of the DHT */
const WALK = 5_000

/** Creates a peer that has entered the network and done a walk of the DHT */
export async function enterNetwork (bootstrap: string[]): Promise<CallPeer> {
  const peer = await createCallPeer({ identity: await createIdentity(), bootstrap, listen: ['/ip4/127.0.0.1/tcp/0'] })

  await firstWalk(peer, WALK)

  return peer
}
