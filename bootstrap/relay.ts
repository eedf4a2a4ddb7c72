import { circuitRelayServer } from '@libp2p/circuit-relay-v2'
import type { CircuitRelayServerComponents, CircuitRelayService } from '@libp2p/circuit-relay-v2'
import type { Libp2pEvents } from '@libp2p/interface'
import type { TypedEventTarget } from 'main-event'

/**
 * Peers that can be reached through this one at a time. A browser holds one as
 * long as it is open; a reservation costs little more than its connection.
 */
export const MAX_RESERVATIONS = 1_024

/**
 * How long a reservation lasts, in ms. It ends with its peer's connection anyway.
 * One that is renewed more than once is lost one term after its first renewal,
 * since retimeable-signal forgets to take back the term before the last: a long
 * term puts that off.
 */
export const RESERVATION_TTL = 24 * 60 * 60_000

/** How long a relayed connection may last, in ms: it should outlive any call */
export const RELAY_DURATION_LIMIT = 24 * 60 * 60_000

/**
 * Bytes that may pass over a relayed connection, both directions together: days
 * of signaling, but no more than half an hour of somebody's audio
 */
export const RELAY_DATA_LIMIT = 16n * 1_024n * 1_024n

/** Connections that may be relayed to one peer at once */
const MAX_STOP_STREAMS = 300

interface RelayComponents extends CircuitRelayServerComponents {
  events: TypedEventTarget<Libp2pEvents>
}

/**
 * libp2p's circuit relay, with limits that fit signaling. A reservation is given
 * up when its peer has gone, as the specification has it: otherwise peers that
 * restart with a new key would fill all places.
 *
 * @see https://github.com/libp2p/specs/blob/master/relay/circuit-v2.md#reservation
 */
export function signalingRelay (): (components: RelayComponents) => CircuitRelayService {
  return (components) => {
    const relay = circuitRelayServer({
      maxOutboundStopStreams: MAX_STOP_STREAMS,
      reservations: {
        maxReservations: MAX_RESERVATIONS,
        reservationTtl: RESERVATION_TTL,
        defaultDurationLimit: RELAY_DURATION_LIMIT,
        defaultDataLimit: RELAY_DATA_LIMIT
      }
    })(components)

    components.events.addEventListener('peer:disconnect', ({ detail: peer }) => {
      // its timer would take away a later reservation of the same peer
      relay.reservations.get(peer)?.signal.clear()
      relay.reservations.delete(peer)
    })

    return relay
  }
}
