import { expect } from 'aegir/chai'
import { buildSdp } from '../../src/link/index.ts'
import { CONNECTION_INTERVAL } from '../../src/mesh/limits.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { OFFER } from '../fixtures/raw-member.ts'
import { until } from '../fixtures/until.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'

const OWN = '1'.repeat(64)
const HIGHER = '2'.repeat(64)

describe('a participant that makes its connection anew again and again', () => {
  let fake: FakeMesh

  beforeEach(async () => {
    fake = createFakeMesh(OWN)
    await fake.mesh.joinCall('call', [HIGHER])
  })

  afterEach(async () => {
    await fake.mesh.leaveCall()
  })

  it('gets one a second, and then the newest of all', async () => {
    const began = performance.now()
    offer(1n)
    await described(fake, 0)

    for (let sessionId = 2n; sessionId <= 20n; sessionId++) {
      offer(sessionId)
      candidate(`candidate:${sessionId} 1 udp 1 192.0.2.1 50000 typ host`)
    }

    expect(fake.connections).to.have.lengthOf(1)
    await described(fake, 1)

    expect(performance.now() - began).to.be.at.least(CONNECTION_INTERVAL - 1)
    expect(fake.connections.map(({ closed }) => closed)).to.deep.equal([true, false])
    expect(fake.connections[1].descriptions[0].sdp).to.include('o=- 20 1 ')
    // those of the others are of no use
    expect(fake.connections[1].candidates.map(({ candidate }) => candidate?.split(' ')[0])).to.deep.equal(['candidate:20'])
  })

  it('and leaves meanwhile, is forgotten', async () => {
    offer(1n)
    await described(fake, 0)
    offer(2n)
    fake.mesh.handleParticipantLeft(HIGHER)
    await new Promise(resolve => setTimeout(resolve, CONNECTION_INTERVAL + 100))

    expect(fake.connections.map(({ closed }) => closed)).to.deep.equal([true])
  })

  function offer (sessionId: bigint): void {
    fake.mesh.handleOffer(HIGHER, { type: 'offer', sdp: buildSdp({ ...OFFER.parameters, sessionId, candidates: [] }) })
  }

  function candidate (candidate: string): void {
    fake.mesh.handleCandidate(HIGHER, { candidate, usernameFragment: OFFER.parameters.usernameFragment })
  }
})

/** Resolves when a connection has got a description */
async function described ({ connections }: FakeMesh, index: number): Promise<void> {
  await until('a description', () => connections[index]?.descriptions.length > 0)
  await new Promise(setImmediate)
}
