import { expect } from 'aegir/chai'
import { parseSdp } from '../../src/link/index.ts'
import { CONNECT_TIMEOUT, HEARTBEAT_INTERVAL, ICE_GATHERING_TIMEOUT } from '../../src/link/limits.ts'
import { CONNECT_LIMIT } from '../../src/mesh/limits.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const [LOWER, LOCAL, HIGHER] = ['1', '2', '3'].map(digit => digit.repeat(64))

/** ms within which everything that arrived has been handled */
const SETTLED = 100

describe('a link over signaling that waits for all candidates', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh
  let asked: string[]
  let lost: string[]
  /** User name fragments of the descriptions that were sent */
  let described: string[]

  beforeEach(() => {
    timers = useFakeTimers()
    asked = []
    lost = []
    described = []
  })

  afterEach(async () => {
    await Promise.all([fake.mesh.leaveCall(), timers.tickAsync(1_000)])
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('connects although this end gathers for a long time before it offers, and the other before it answers', async () => {
    await join(LOWER)
    await timers.tickAsync(ICE_GATHERING_TIMEOUT - SETTLED)
    // the other end asks for the offer that it is waiting for
    fake.mesh.handleRestart(LOWER)
    finishGathering()
    await timers.tickAsync(CONNECT_LIMIT - 2 * CONNECT_TIMEOUT)
    await answer()
    await timers.tickAsync(CONNECT_TIMEOUT - SETTLED - 1)
    fake.connections[0].connect()

    expect(fake.mesh.getLink(LOWER)?.state).to.equal('connected')
    expect(fake.connections).to.have.lengthOf(1)
    expect(fake.problems).to.deep.equal([])
  })

  it('connects although this end gathers for a long time before it answers', async () => {
    await join(HIGHER)
    await timers.tickAsync(SETTLED)
    fake.mesh.handleOffer(HIGHER, await new FakePeerConnection().createOffer())
    await timers.tickAsync(ICE_GATHERING_TIMEOUT - SETTLED)
    finishGathering()
    await timers.tickAsync(CONNECT_TIMEOUT - SETTLED)
    fake.connections[0].connect()

    expect(fake.mesh.getLink(HIGHER)?.state).to.equal('connected')
    expect([fake.connections.length, asked, fake.problems]).to.deep.equal([1, [], []])
  })

  it('starts over if it doesn\'t connect in time after it was answered', async () => {
    await join(LOWER)
    await timers.tickAsync(SETTLED)
    finishGathering()
    await answer()
    await timers.tickAsync(CONNECT_TIMEOUT)

    expect(fake.connections).to.have.lengthOf(2)
  })

  it('starts over if the other end asks for an offer that it hasn\'t received', async () => {
    await join(LOWER)
    await timers.tickAsync(CONNECT_TIMEOUT)
    finishGathering()
    fake.mesh.handleRestart(LOWER)

    expect(fake.connections).to.have.lengthOf(2)
  })

  it('is given up half a minute after an offer that nobody answers', async () => {
    await join(LOWER)
    await timers.tickAsync(ICE_GATHERING_TIMEOUT - SETTLED)
    finishGathering()
    await timers.tickAsync(CONNECT_LIMIT - 2 * HEARTBEAT_INTERVAL)
    expect(lost).to.deep.equal([])
    await timers.tickAsync(4 * HEARTBEAT_INTERVAL)
    expect(lost).to.deep.equal([LOWER])
  })

  it('is given up in time although each attempt gathers for a long time', async () => {
    await join(LOWER)

    for (let time = 0; time < ICE_GATHERING_TIMEOUT + CONNECT_LIMIT; time += 10_000) {
      expect(lost).to.deep.equal([])
      await timers.tickAsync(10_000 - CONNECT_TIMEOUT - SETTLED)
      finishGathering()
      await answer()
      await timers.tickAsync(CONNECT_TIMEOUT)
    }

    await timers.tickAsync(10_000)
    expect(lost).to.deep.equal([LOWER])
  })

  it('has both limits in its hands', async () => {
    await join(LOWER, { iceGatheringTimeout: 200, connectTimeout: 300 })
    await timers.tickAsync(200 + SETTLED)
    expect(fake.problems.map(({ name }) => name)).to.deep.equal(['IceGatheringTimeoutError'])
    expect(described).to.have.lengthOf(1)
    await answer()
    await timers.tickAsync(300)

    expect(fake.connections).to.have.lengthOf(1)
    await timers.tickAsync(1_000)
    expect(fake.connections).to.have.lengthOf(2)
  })

  async function join (participant: string, limits = {}): Promise<void> {
    fake = createFakeMesh(LOCAL, {
      endless: true,
      limits,
      signaling: {
        sendOffer: (_, { sdp }) => { described.push(parseSdp(sdp).parameters.usernameFragment) },
        sendRestart: to => { asked.push(to) }
      }
    })
    fake.mesh.addEventListener('participant:lost', ({ detail }) => { lost.push(detail) })
    await fake.mesh.joinCall('call', [participant])
  }

  function finishGathering (): void {
    fake.connections.at(-1)?.onicecandidate?.({ candidate: null })
  }

  async function answer (): Promise<void> {
    fake.mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
    await timers.tickAsync(SETTLED)
  }
})
