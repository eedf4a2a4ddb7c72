import { circuitRelayServer } from '@libp2p/circuit-relay-v2'
import { override } from '../src/network/override.ts'
import { eagerToTargets } from './eager-targets.ts'
import type { CircuitRelayServerComponents, CircuitRelayService } from '@libp2p/circuit-relay-v2'
import type { Libp2pEvents } from '@libp2p/interface'
import type { TypedEventTarget } from 'main-event'

/**
 * Relay reservations at a time. A browser holds one while its page is open; a
 * reservation costs little more than its connection.
 */
export const MAX_RESERVATIONS = 1_024

/**
 * How long a reservation lasts, in ms. It ends with its peer's connection anyway. A
 * reservation that is renewed more than once is lost one term after its first renewal,
 * because retimeable-signal doesn't clear the timer of the term before the last: a long
 * term puts that off.
 */
export const RESERVATION_TTL = 24 * 60 * 60_000

/** How long a relayed connection may last, in ms: longer than any call */
export const RELAY_DURATION_LIMIT = 24 * 60 * 60_000

/**
 * Bytes that may pass over a relayed connection in both directions: days of signaling,
 * but only half an hour of audio
 */
export const RELAY_DATA_LIMIT = 16n * 1_024n * 1_024n

/** Connections that may be relayed to one peer at once */
const MAX_STOP_STREAMS = 300

export interface RelayComponents extends CircuitRelayServerComponents {
  events: TypedEventTarget<Libp2pEvents>
}

/**
 * libp2p's circuit relay, with limits that fit signaling. A reservation ends when its
 * peer disconnects, as the specification demands: otherwise peers that restart with a
 * new key would use up all reservations.
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
    })(override(components, { connectionManager: eagerToTargets(components.connectionManager) }))

    components.events.addEventListener('peer:disconnect', ({ detail: peer }) => {
      // its timer would remove a later reservation of the same peer
      relay.reservations.get(peer)?.signal.clear()
      relay.reservations.delete(peer)
    })

    return relay
  }
}
