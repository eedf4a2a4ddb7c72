/**
 * A bootstrap peer whose relay has limits, like circuit-relay-v2's own; prints what
 * `groupcall bootstrap --json` does
 *
 * node strict-relay.js LIMITS_AS_JSON
 */

import { createBootstrapPeer } from '../../../bootstrap/index.ts'

/** Of each relayed connection, and of a reservation: in ms, and bytes */
export interface RelayLimits {
  duration: number
  data: number
  reservation: number
}

const { duration, data, reservation }: RelayLimits = JSON.parse(process.argv[2])
const peer = await createBootstrapPeer()
const { reservationStore } = peer.node.services.relay as any

Object.assign(reservationStore, { defaultDurationLimit: duration, defaultDataLimit: BigInt(data), reservationTtl: reservation })
process.stdout.write(`${JSON.stringify({ type: 'bootstrap', addresses: peer.addresses(), stunUrl: peer.stunUrl })}\n`)
