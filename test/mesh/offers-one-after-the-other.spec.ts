import { expect } from 'aegir/chai'
import { buildSdp } from '../../src/link/index.ts'
import { CONNECTION_INTERVAL } from '../../src/mesh/limits.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import { OFFER } from '../fixtures/raw-member.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const LOCAL = '1'.repeat(64)
const HIGHER = '2'.repeat(64)

/** ms within which everything that arrived has been handled */
const SETTLED = 100

describe('a participant that re-creates its connection again and again', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh

  beforeEach(async () => {
    timers = useFakeTimers()
    fake = createFakeMesh(LOCAL)
    await fake.mesh.joinCall('call', [HIGHER])
    offer(1n)
    await timers.tickAsync(SETTLED)
  })

  afterEach(async () => {
    await fake.mesh.leaveCall()
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('gets one connection a second, for the newest offer', async () => {
    for (let sessionId = 2n; sessionId <= 20n; sessionId++) {
      offer(sessionId)
      candidate(`candidate:${sessionId} 1 udp 1 192.0.2.1 50000 typ host`)
    }

    await timers.tickAsync(CONNECTION_INTERVAL - SETTLED - 1)
    expect(fake.connections).to.have.lengthOf(1)

    await timers.tickAsync(SETTLED)
    expect(fake.connections.map(({ closed }) => closed)).to.deep.equal([true, false])
    expect(fake.connections[1].descriptions[0].sdp).to.include('o=- 20 1 ')
    // candidates of the older connections are useless
    expect(fake.connections[1].candidates.map(({ candidate }) => candidate?.split(' ')[0])).to.deep.equal(['candidate:20'])
  })

  it('has at most 64 candidates kept until then', async () => {
    offer(2n)
    Array.from({ length: 70 }, (_, i) => `candidate:${i} 1 udp 1 192.0.2.1 ${50_000 + i} typ host`).forEach(candidate)
    await timers.tickAsync(CONNECTION_INTERVAL)

    expect(fake.connections[1].candidates).to.have.lengthOf(64)
    expect(fake.mesh.dropped).to.deep.equal({ 'unexpected-candidate': 6 })
  })

  it('is forgotten if it leaves meanwhile', async () => {
    offer(2n)
    fake.mesh.handleParticipantLeft(HIGHER)
    await timers.tickAsync(CONNECTION_INTERVAL)

    expect(fake.connections.map(({ closed }) => closed)).to.deep.equal([true])
  })

  function offer (sessionId: bigint): void {
    fake.mesh.handleOffer(HIGHER, { type: 'offer', sdp: buildSdp({ ...OFFER.parameters, sessionId, candidates: [] }) })
  }

  function candidate (candidate: string): void {
    fake.mesh.handleCandidate(HIGHER, { candidate, usernameFragment: OFFER.parameters.usernameFragment })
  }
})
