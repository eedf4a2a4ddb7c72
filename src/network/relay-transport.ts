import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { eagerToRelays } from './eager-relay.ts'
import { lazyUpgrader } from './lazy-encryption.ts'
import { NO_WALK } from './no-walk.ts'
import { override } from './override.ts'
import type { CircuitRelayTransportComponents } from '@libp2p/circuit-relay-v2'
import type { Transport } from '@libp2p/interface'

/**
 * Returns libp2p's relay transport without its search for relays: which relays to use is
 * decided by {@link RelayReservations} and `PublicRelays`. The search would take over a
 * reservation that expires within 10 minutes as one that it had found itself, and then drop
 * it, because it has enough of its own. It takes the upgrader from its components, unlike
 * other transports.
 *
 * Each dial has a transport of its own, which is never started: see {@link eagerToRelays}.
 */
export function relayTransport (): (components: CircuitRelayTransportComponents) => Transport {
  const create = circuitRelayTransport({ discoveryFilter: { has: () => true, add: () => {}, remove: () => {} } })

  return components => {
    const upgrader = lazyUpgrader(components.upgrader)
    const transport = create(override(components, { upgrader, randomWalk: NO_WALK }))

    transport.dial = async (address, options) => {
      let refusal: Error | undefined
      const connectionManager = eagerToRelays(components.connectionManager, { onRefused: error => { refusal = error } })

      try {
        return await create(override(components, { upgrader, connectionManager })).dial(address, options)
      } catch (err) {
        throw refusal ?? err
      }
    }

    return transport
  }
}
