import { expect } from 'aegir/chai'
import { buildSdp, parseSdp } from '../../src/link/index.ts'
import { MAX_RESTARTS, RESTART_CROSSING, RESTART_PERIOD } from '../../src/link/limits.ts'
import { RestartLimit } from '../../src/link/restart-limit.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const LOCAL = '2'.repeat(64)
const LOWER = '1'.repeat(64)
const HIGHER = '3'.repeat(64)

/** More requests than are allowed */
const REQUESTS = 3 * MAX_RESTARTS

/** How often ICE is restarted while the connection keeps failing for 20 s: at once, then after 2, 4 and every 5 s */
const WHILE_FAILING = 5

/** ms within which everything that was requested has happened */
const SETTLED = 1_000

/** ms between two impatient requests */
const SOON = 100

describe('ICE restarts', () => {
  let timers: SinonFakeTimers
  /** User name fragments of the offers that were sent: a new one restarts ICE */
  let offered: string[]
  /** Participants that were asked to restart ICE */
  let asked: string[]
  let fake: FakeMesh

  beforeEach(() => {
    timers = useFakeTimers()
    offered = []
    asked = []
    fake = createFakeMesh(LOCAL, {
      signaling: {
        sendOffer: (_, { sdp }) => { offered.push(parseSdp(sdp).parameters.usernameFragment) },
        sendRestart: to => { asked.push(to) }
      }
    })
  })

  afterEach(async () => {
    await Promise.all([fake.mesh.leaveCall(), timers.tickAsync(SETTLED)])
    timers.restore()
  })

  it('are limited in any 30 s', () => {
    const limit = new RestartLimit(3, 30_000)

    expect([0, 1_000, 2_000, 3_000, 29_999, 30_000, 30_001].map(now => limit.take(now))).to.deep.equal([true, true, true, false, false, true, false])
  })

  it('offered by the higher key are applied 12 times in 30 s; the rest is dropped and counted', async () => {
    const { mesh, connections, violations } = fake
    await mesh.joinCall('call', [HIGHER])
    await restartRemotely(REQUESTS)
    await timers.tickAsync(SETTLED)

    expect(connections[0].descriptions).to.have.lengthOf(1 + MAX_RESTARTS)
    expect(mesh.dropped).to.deep.equal({ 'too-many-restarts': REQUESTS - 1 - MAX_RESTARTS })
    // a participant whose network fails often is honest
    expect(violations).to.deep.equal([])

    stayAlive()
    connections[0].connect()
    await timers.tickAsync(RESTART_PERIOD)
    await restartRemotely(1)
    await timers.tickAsync(SETTLED)
    expect(connections[0].descriptions).to.have.lengthOf(2 + MAX_RESTARTS)
  })

  it('requested by the lower key are offered 12 times in 30 s', async () => {
    const { mesh, connections } = fake
    await connectTo(LOWER)

    stayAlive()

    for (let elapsed = 0; elapsed < RESTART_PERIOD; elapsed += RESTART_CROSSING) {
      mesh.handleRestart(LOWER)
      await timers.tickAsync(RESTART_CROSSING)
    }

    expect(new Set(offered)).to.have.lengthOf(1 + MAX_RESTARTS)
    expect(connections).to.have.lengthOf(1)

    await timers.tickAsync(RESTART_PERIOD)
    mesh.handleRestart(LOWER)
    await timers.tickAsync(SETTLED)
    expect(new Set(offered)).to.have.lengthOf(2 + MAX_RESTARTS)
  })

  it('requested before the offer can have arrived are not offered: the answer to it would be of no use', async () => {
    const { mesh } = fake
    await connectTo(LOWER)
    mesh.handleRestart(LOWER)
    await timers.tickAsync(RESTART_CROSSING - 1)
    mesh.handleRestart(LOWER)
    await timers.tickAsync(1)
    expect(new Set(offered)).to.have.lengthOf(2)
    mesh.handleRestart(LOWER)
    await timers.tickAsync(SETTLED)

    expect(new Set(offered)).to.have.lengthOf(3)
  })

  it('are offered with growing pauses while the connection keeps failing', async () => {
    const { connections } = fake
    await connectTo(LOWER)
    await failAgainAndAgain(connections[0])

    expect(new Set(offered)).to.have.lengthOf(1 + WHILE_FAILING)
  })

  it('are requested from the higher key with growing pauses while the connection keeps failing', async () => {
    const { connections } = fake
    await connectTo(HIGHER)
    await failAgainAndAgain(connections[0])

    expect(asked).to.deep.equal(Array.from({ length: WHILE_FAILING }, () => HIGHER))
  })

  it('requested by the lower key before there is a connection re-create it, unless the offer may still be on its way', async () => {
    const { mesh, connections } = fake
    await mesh.joinCall('call', [LOWER])

    for (let elapsed = 0; elapsed < RESTART_CROSSING; elapsed += SOON) {
      mesh.handleRestart(LOWER)
      await timers.tickAsync(SOON)
    }

    expect(connections).to.have.lengthOf(1)
    mesh.handleRestart(LOWER)
    mesh.handleRestart(LOWER)
    await timers.tickAsync(RESTART_CROSSING - 1)
    mesh.handleRestart(LOWER)
    expect(connections).to.have.lengthOf(2)
  })

  async function connectTo (participant: string): Promise<void> {
    const { mesh, connections } = fake
    await mesh.joinCall('call', [participant])
    await timers.tickAsync(SETTLED)

    if (participant === LOWER) {
      mesh.handleAnswer(participant, await new FakePeerConnection().createAnswer())
    } else {
      mesh.handleOffer(participant, await new FakePeerConnection().createOffer())
    }

    await timers.tickAsync(SETTLED)
    connections[0].connect()
    expect(mesh.getLink(participant)?.state).to.equal('connected')
  }

  async function restartRemotely (count: number): Promise<void> {
    const { sdp } = await new FakePeerConnection().createOffer()
    const { parameters } = parseSdp(sdp)

    for (let generation = 0; generation < count; generation++) {
      fake.mesh.handleOffer(HIGHER, { type: 'offer', sdp: buildSdp({ ...parameters, usernameFragment: `gen${generation}` }) })
    }
  }

  /** Heartbeats arrive as often as they are sent */
  function stayAlive (): void {
    const { channel } = fake.connections[0]
    channel.send = () => { channel.onmessage?.({ data: '' }) }
  }

  async function failAgainAndAgain (connection: FakePeerConnection): Promise<void> {
    for (let failure = 0; failure < 20; failure++) {
      connection.connectionState = 'failed'
      connection.onconnectionstatechange?.()
      await timers.tickAsync(SETTLED)
    }
  }
})
