import { HopAnswer } from './pb/hop.ts'
import { OK, withPresumedAnswers } from './presumed-answer.ts'
import type { Connections, PresumedAnswer } from './presumed-answer.ts'

/** @see {@link https://github.com/libp2p/specs/blob/master/relay/circuit-v2.md#protobuf} */
const STATUS = 2

/**
 * What is presumed of a relayed connection before the relay has told: that it is a limited
 * one. The numbers are those of our bootstrap peers, and nothing depends on them: a day
 * (field 1, in s) and 16 MiB (field 2)
 */
const LIMIT = new Uint8Array([0x08, 0x80, 0xa3, 0x05, 0x10, 0x80, 0x80, 0x80, 0x08])

/**
 * Returns connections for dialing through relays without waiting for a relay to agree: the
 * handshake with the peer behind it starts in the same packet as the request, which saves a
 * round trip to the relay
 */
export function eagerToRelays <T extends Connections> (connections: T, onRefused: PresumedAnswer['onRefused']): T {
  return withPresumedAnswers(connections, {
    answer: HopAnswer.encode({ type: STATUS, status: OK, limit: LIMIT }),
    statusOf: answer => HopAnswer.decode(answer).status,
    onRefused
  })
}
