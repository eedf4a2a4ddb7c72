import { expect } from 'aegir/chai'
import { HEARTBEAT_INTERVAL } from '../../src/link/limits.ts'
import { CONNECT_LIMIT } from '../../src/mesh/limits.ts'
import { answerOf } from '../fixtures/fake-link.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const [LOWER, LOCAL] = ['1', '2'].map(digit => digit.repeat(64))
const REFUSED = { type: 'answer', sdp: 'v=0' } as const

describe('a participant whose descriptions are refused', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh
  let lost: string[]

  beforeEach(async () => {
    timers = useFakeTimers()
    lost = []
    fake = createFakeMesh(LOCAL)
    fake.mesh.addEventListener('participant:lost', ({ detail }) => { lost.push(detail) })
    await fake.mesh.joinCall('call', [LOWER])
    await timers.tickAsync(100)
  })

  afterEach(async () => {
    await Promise.all([fake.mesh.leaveCall(), timers.tickAsync(1_000)])
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('is dropped after half a minute', async () => {
    fake.mesh.handleAnswer(LOWER, REFUSED)
    await timers.tickAsync(CONNECT_LIMIT - HEARTBEAT_INTERVAL)
    expect([fake.connections[0].closed, lost]).to.deep.equal([true, []])
    await timers.tickAsync(2 * HEARTBEAT_INTERVAL)
    expect([lost, fake.mesh.participants]).to.deep.equal([[LOWER], []])
  })

  it('is dropped half a minute after it was connected', async () => {
    fake.mesh.handleDescription(LOWER, await answerOf())
    await timers.tickAsync(100)
    fake.connections[0].connect()
    expect(fake.mesh.getLink(LOWER)?.state).to.equal('connected')
    fake.mesh.getLink(LOWER)?.restart()
    await timers.tickAsync(100)
    fake.mesh.handleAnswer(LOWER, REFUSED)
    await timers.tickAsync(CONNECT_LIMIT + HEARTBEAT_INTERVAL)

    expect(lost).to.deep.equal([LOWER])
  })
})
