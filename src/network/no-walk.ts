import type { RandomWalk } from '@libp2p/interface-internal'

/**
 * Takes the place of libp2p's random walk for services that would like to meet more peers.
 * While the DHT's routing table is empty, that walk asks one question after the other without
 * ever giving the process time for anything else, its own time limit included: the process
 * stops answering, for good. These services have to do with the peers that we meet anyway.
 */
export const NO_WALK: RandomWalk = { walk: async function * () {} }
