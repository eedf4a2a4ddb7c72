import { expect } from 'aegir/chai'
import * as limits from '../../src/signaling/limits.ts'

/** As SECURITY.md promises: change both together */
const PROMISED: Array<[keyof typeof limits, number]> = [
  ['MAX_FRAME_BYTES', 16 * 1024],
  ['MAX_BUFFER_BYTES', 32 * 1024],
  ['FIRST_MESSAGE_TIMEOUT', 5_000],
  ['FRAME_TIMEOUT', 5_000],
  ['IDLE_TIMEOUT', 30_000],
  ['MAX_STREAMS_PER_PEER', 2],
  ['MAX_UNAUTHENTICATED_STREAMS', 16],
  ['MAX_STREAMS_PER_CONNECTION', 32],
  ['MAX_STREAMS', 64],
  ['MAX_KEPT', 4_096],
  ['MAX_KNOWN_IDENTITIES', 1_024],
  ['MAX_INTRODUCED', 32],
  ['MAX_VISITORS', 256],
  ['MESSAGES_PER_SECOND', 20],
  ['MESSAGE_BURST', 60],
  ['MAX_CANDIDATES', 64],
  ['MAX_VIOLATIONS', 3],
  ['MAX_FAILED_PROOFS', 3],
  ['PROOF_PERIOD', 60_000],
  ['BLOCKED_TIME', 600_000]
]

describe('the bounds of signaling', () => {
  for (const [name, value] of PROMISED) {
    it(`${name} is ${value}`, () => {
      expect(limits[name]).to.equal(value)
    })
  }
})
