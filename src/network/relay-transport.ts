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
 * It dials through another one, which is never started: see {@link eagerToRelays}.
 */
export function relayTransport (): (components: CircuitRelayTransportComponents) => Transport {
  const create = circuitRelayTransport({ discoveryFilter: { has: () => true, add: () => {}, remove: () => {} } })

  return components => {
    const own: CircuitRelayTransportComponents = override(components, { upgrader: lazyUpgrader(components.upgrader), randomWalk: NO_WALK })
    /** Why relays have refused, by the options of the dial: the handshake that has begun fails for other reasons */
    const refusals = new WeakMap<object, Error>()
    const connectionManager = eagerToRelays(components.connectionManager, (error, options) => { refusals.set(options, error) })
    const transport = create(own)
    const caller = create(override(own, { connectionManager }))

    transport.dial = async (address, options) => {
      const dial = { ...options }

      try {
        return await caller.dial(address, dial)
      } catch (err) {
        throw refusals.get(dial) ?? err
      }
    }

    return transport
  }
}
