import type { RandomWalk } from '@libp2p/interface-internal'

/**
 * Replaces libp2p's random walk for services that use it to find more peers. While the DHT's
 * routing table is empty, that walk loops in microtasks and blocks the event loop for good:
 * even its own timeout never fires. These services get by with the peers that we meet anyway.
 */
export const NO_WALK: RandomWalk = { walk: async function * () {} }
