import { OK, withPresumedAnswers } from '../src/network/presumed-answer.ts'
import { StopAnswer } from './pb/stop.ts'
import type { Connections } from '../src/network/presumed-answer.ts'

/** @see {@link https://github.com/libp2p/specs/blob/master/relay/circuit-v2.md#protobuf} */
const STATUS = 1

/**
 * Returns a relay's connections for calling peers without waiting for their consent: the
 * caller's first bytes arrive together with the request, which saves a round trip to the peer
 */
export function eagerToTargets <T extends Connections> (connections: T): T {
  return withPresumedAnswers(connections, {
    answer: StopAnswer.encode({ type: STATUS, status: OK }),
    statusOf: answer => StopAnswer.decode(answer).status
  })
}
