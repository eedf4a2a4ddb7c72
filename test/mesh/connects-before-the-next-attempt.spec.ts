import { expect } from 'aegir/chai'
import { CONNECTION_INTERVAL } from '../../src/mesh/limits.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const LOCAL = '2'.repeat(64)
const LOWER = '1'.repeat(64)

/** ms: less than must pass between two connections */
const SOON = CONNECTION_INTERVAL / 2

describe('a link that connects while another attempt waits', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh

  beforeEach(async () => {
    timers = useFakeTimers()
    fake = createFakeMesh(LOCAL)
    await fake.mesh.joinCall('call', [LOWER])
    await timers.tickAsync(SOON)
  })

  afterEach(async () => {
    await Promise.all([fake.mesh.leaveCall(), timers.tickAsync(CONNECTION_INTERVAL)])
    timers.restore()
  })

  for (const fresh of [false, true]) {
    it(`stays when the other end has asked for ${fresh ? 'a new connection' : 'a restart'} twice`, async () => staysAfterRequests(fresh))
  }

  it('gets the candidates that were kept for the next', async () => {
    const { mesh, connections } = fake
    mesh.handleRestart(LOWER)
    mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
    await timers.tickAsync(1)
    mesh.handleCandidate(LOWER, { candidate: 'candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host' })
    const before = mesh.dropped
    connections[0].connect()
    await timers.tickAsync(1)

    expect(mesh.dropped).to.deep.equal(before)
    expect(connections[0].candidates).to.have.lengthOf(1)
  })

  async function staysAfterRequests (fresh: boolean): Promise<void> {
    const { mesh, connections } = fake
    mesh.handleRestart(LOWER, fresh)
    mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
    await timers.tickAsync(1)
    connections[0].connect()
    expect(mesh.getLink(LOWER)?.state).to.equal('connected')

    await timers.tickAsync(CONNECTION_INTERVAL)
    expect(connections).to.have.lengthOf(1)
    expect(mesh.getLink(LOWER)?.state).to.equal('connected')
  }
})
