import { expect } from 'aegir/chai'
import { buildSdp, MAX_SDP_CANDIDATES } from '../../src/link/index.ts'
import { RemoteCandidates } from '../../src/link/remote-candidates.ts'
import { MAX_CANDIDATES } from '../../src/signaling/limits.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { OFFER } from '../fixtures/raw-member.ts'
import { until } from '../fixtures/until.ts'

const LOCAL = '1'.repeat(64)
const HIGHER = '2'.repeat(64)

describe('remote candidates', () => {
  it('are limited to 64 per ICE generation, in a message and in all', () => {
    expect([MAX_CANDIDATES, MAX_SDP_CANDIDATES]).to.deep.equal([64, 64])
    const candidates = new RemoteCandidates()
    candidates.take('a')

    expect(takenOf(candidates, 'a', 100)).to.equal(64)
    expect(takenOf(candidates, 'a', 1)).to.equal(0)
    expect(takenOf(candidates, 'b', 100)).to.equal(64)
  })

  it('wait for their generation, up to 64 of them', () => {
    const candidates = new RemoteCandidates()
    candidates.take('a')
    const added = Array.from({ length: 70 }, (_, i) => candidates.add(`${i}`, 'b'))

    expect(added.filter(Boolean)).to.have.lengthOf(64)
    expect(candidates.take('a')).to.deep.equal([])
    expect(candidates.take('b')).to.have.lengthOf(64)
  })

  it('are ignored and counted if there are too many, or if they aren\'t acceptable', async () => {
    const { mesh, connections, violations } = createFakeMesh(LOCAL)
    await mesh.joinCall('call', [HIGHER])
    mesh.handleOffer(HIGHER, { type: 'offer', sdp: buildSdp({ ...OFFER.parameters, candidates: [] }) })

    for (const address of ['127.0.0.1', '::1', '239.1.2.3', 'example.org', ...Array.from({ length: 70 }, (_, i) => `192.0.2.${i}`)]) {
      mesh.handleCandidate(HIGHER, { candidate: `candidate:1 1 udp 1 ${address} 50000 typ host`, usernameFragment: OFFER.parameters.usernameFragment })
    }
    await until('64 candidates', () => connections[0].candidates.length === 64, { seen: () => connections[0].candidates.length })

    expect(mesh.dropped.candidate).to.equal(4 + 6)
    expect(connections[0].candidates).to.have.lengthOf(64)
    expect(violations).to.deep.equal([])
    await mesh.leaveCall()
  })
})

/** Returns how many of `count` candidates are used, one after the other */
function takenOf (candidates: RemoteCandidates, generation: string, count: number): number {
  return Array.from({ length: count }, (_, i) => candidates.add(`${i}`, generation) ? candidates.take(generation).length : 0).reduce((sum, taken) => sum + taken)
}
