import { expect } from 'aegir/chai'
import { buildSdp } from '../../src/link/index.ts'
import { MAX_RESTARTS, RESTART_PERIOD } from '../../src/link/limits.ts'
import { RestartLimit } from '../../src/link/restart-limit.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { OFFER } from '../fixtures/raw-member.ts'
import { until } from '../fixtures/until.ts'

const OWN = '2'.repeat(64)
const LOWER = '1'.repeat(64)
const HIGHER = '3'.repeat(64)

describe('ICE restarts', () => {
  it('are three in 30 s', () => {
    const limit = new RestartLimit()

    expect([MAX_RESTARTS, RESTART_PERIOD]).to.deep.equal([3, 30_000])
    expect([0, 1_000, 2_000, 3_000, 29_999, 30_000, 30_001].map(now => limit.take(now))).to.deep.equal([true, true, true, false, false, true, false])
  })

  it('that the higher key offers are taken three times, then dropped and counted', async () => {
    const { mesh, violations } = createFakeMesh(OWN)
    await mesh.joinCall('call', [HIGHER])
    const connection = (): { descriptions: unknown[] } => mesh.getLink(HIGHER)?.connection as unknown as { descriptions: unknown[] }

    for (let generation = 0; generation < 10; generation++) {
      mesh.handleOffer(HIGHER, { type: 'offer', sdp: buildSdp({ ...OFFER.parameters, usernameFragment: `gen${generation}`, sessionVersion: BigInt(generation) }) })
    }

    await until('all restarts to be counted', () => mesh.dropped['too-many-restarts'] === 6)
    expect(connection().descriptions).to.have.lengthOf(1 + MAX_RESTARTS)
    // it may come from one who has only lost its network often
    expect(violations).to.deep.equal([])
    expect(mesh.getLink(HIGHER)?.state).to.equal('connecting')
    await mesh.leaveCall()
  })

  it('that the lower key asks for are made three times', async () => {
    const offers: string[] = []
    const { mesh, connections } = createFakeMesh(OWN, { sendOffer: (_, { sdp }) => { offers.push(sdp ?? '') } })
    await mesh.joinCall('call', [LOWER])
    await until('the first offer', () => offers.length === 1)
    mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
    await until('the answer', () => connections[0].descriptions.length === 1)
    connections[0].connect()

    for (let i = 0; i < 10; i++) {
      mesh.handleRestart(LOWER)
    }

    await until('the offers of all restarts', () => offers.length === 1 + MAX_RESTARTS)
    await mesh.leaveCall()
    expect(offers).to.have.lengthOf(1 + MAX_RESTARTS)
    expect(connections).to.have.lengthOf(1)
  })

  it('that the lower key asks for before there is a connection make it anew once a second', async () => {
    const { mesh, connections } = createFakeMesh(OWN)
    await mesh.joinCall('call', [LOWER])

    for (let i = 0; i < 10; i++) {
      mesh.handleRestart(LOWER)
    }

    expect(connections).to.have.lengthOf(1)
    await until('a second connection', () => connections.length === 2)
    await mesh.leaveCall()
    expect(connections).to.have.lengthOf(2)
  })
})
