import { expect } from 'aegir/chai'
import { buildSdp } from '../../src/link/index.ts'
import { CandidateBudget } from '../../src/mesh/candidate-budget.ts'
import { ALL_CANDIDATES, ALL_CANDIDATES_PER_MINUTE, CANDIDATE_USES, CANDIDATE_USES_PER_MINUTE, MAX_REMEMBERED_MEMBERS, MEMBER_CANDIDATES, MEMBER_CANDIDATES_PER_MINUTE } from '../../src/mesh/limits.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { OFFER } from '../fixtures/raw-member.ts'
import { until } from '../fixtures/until.ts'
import type { FakePeerConnection } from '../fixtures/fake-rtc.ts'

const LOCAL = '1'.repeat(64)
const MINUTE = 60_000

describe('the budget of candidates', () => {
  let budget: CandidateBudget
  let fresh: number

  beforeEach(() => {
    budget = new CandidateBudget()
    fresh = 0
  })

  it(`allows a member ${MEMBER_CANDIDATES} hosts and ports at once, and ${MEMBER_CANDIDATES_PER_MINUTE} a minute`, () => {
    expect(countFresh(1_000, 0, () => 'Mallory')).to.equal(MEMBER_CANDIDATES)
    expect(countFresh(1_000, MINUTE, () => 'Mallory')).to.equal(MEMBER_CANDIDATES_PER_MINUTE)
    expect(countFresh(20, MINUTE, () => 'Ben')).to.equal(20)
  })

  it(`allows all members together, under however many keys, ${ALL_CANDIDATES} at once, and ${ALL_CANDIDATES_PER_MINUTE} a minute`, () => {
    expect(countFresh(10_000, 0, n => `invented ${n}`)).to.equal(ALL_CANDIDATES)
    expect(countFresh(10_000, MINUTE, n => `invented ${n}`)).to.equal(ALL_CANDIDATES_PER_MINUTE)
    expect(budget.size).to.equal(MAX_REMEMBERED_MEMBERS)
  })

  it(`lets a member name the same host and port ${CANDIDATE_USES} times at once, and ${CANDIDATE_USES_PER_MINUTE} times a minute, which costs it no other`, () => {
    const uses = (now: number): number => Array.from({ length: 100 }, () => budget.take('Mallory', 'V', now)).filter(Boolean).length

    expect(uses(0)).to.equal(CANDIDATE_USES)
    expect(uses(MINUTE)).to.equal(CANDIDATE_USES_PER_MINUTE)
    expect(budget.take('Ben', 'V', 0)).to.equal(true)
    expect(countFresh(1_000, MINUTE, () => 'Mallory')).to.equal(MEMBER_CANDIDATES)
  })

  function countFresh (count: number, now: number, memberOf: (n: number) => string): number {
    return Array.from({ length: count }, (_, n) => budget.take(memberOf(n), `V ${++fresh}`, now)).filter(Boolean).length
  }
})

describe('a member whose candidates lead to others', () => {
  it('has one budget for all of its links, also after it has left; another key has its own', async () => {
    let now = 0
    const [mallory, again] = ['2'.repeat(64), '3'.repeat(64)]
    const { mesh, connections, violations } = createFakeMesh(LOCAL, { now: () => now, limits: { connectionInterval: 0, closingTime: 0 } })
    let host = 0

    /** An offer of a new connection, and 64 candidates that nobody has named before */
    const offer = async (member: string, sessionId: bigint): Promise<FakePeerConnection> => {
      now += 1
      mesh.handleOffer(member, { type: 'offer', sdp: buildSdp({ ...OFFER.parameters, sessionId, candidates: [] }) })
      const connection = connections[connections.length - 1]
      await until('the offer to be taken', () => connection.descriptions.length === 1, { interval: 1 })

      for (let n = 0; n < 64; n++, host++) {
        mesh.handleCandidate(member, { candidate: `candidate:1 1 udp 1 192.0.${host >> 8}.${host & 255} 50000 typ host`, usernameFragment: OFFER.parameters.usernameFragment })
      }

      return connection
    }

    await mesh.joinCall('call', [mallory])
    const taken: number[] = []

    for (let link = 1n; link <= 4n; link++) {
      taken.push((await offer(mallory, link)).candidates.length)
    }

    mesh.handleParticipantLeft(mallory)
    mesh.handleParticipantJoined(mallory)
    taken.push((await offer(mallory, 5n)).candidates.length)
    mesh.handleParticipantLeft(mallory)
    mesh.handleParticipantJoined(again)
    taken.push((await offer(again, 6n)).candidates.length)

    expect(taken).to.deep.equal([64, 64, 0, 0, 0, 64])
    expect(mesh.dropped.candidate).to.equal(3 * 64)
    expect(violations).to.deep.equal([])
    await mesh.leaveCall()
  })
})
