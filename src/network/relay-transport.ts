import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { lazyUpgrader } from './lazy-encryption.ts'
import { override } from './override.ts'
import type { CircuitRelayTransportComponents } from '@libp2p/circuit-relay-v2'
import type { Transport } from '@libp2p/interface'

/**
 * Returns libp2p's relay transport without its search for relays: which relays to use is
 * decided by {@link RelayReservations} and `PublicRelays`. The search would take over a
 * reservation that expires within 10 minutes as one that it had found itself, and then drop
 * it, because it has enough of its own. It takes the upgrader from its components, unlike
 * other transports.
 */
export function relayTransport (): (components: CircuitRelayTransportComponents) => Transport {
  const create = circuitRelayTransport({ discoveryFilter: { has: () => true, add: () => {}, remove: () => {} } })

  return components => create(override(components, { upgrader: lazyUpgrader(components.upgrader) }))
}
