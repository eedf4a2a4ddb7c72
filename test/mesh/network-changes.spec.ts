import { expect } from 'aegir/chai'
import { parseSdp } from '../../src/link/index.ts'
import { MAX_RESTARTS } from '../../src/link/limits.ts'
import { CONNECTION_INTERVAL } from '../../src/mesh/limits.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const [LOWEST, LOWER, LOCAL, HIGHER, HIGHEST] = ['1', '2', '3', '4', '5'].map(digit => digit.repeat(64))

/** ms within which everything that was requested has happened */
const SETTLED = 100

describe('when the network of this machine has changed', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh
  /** ICE generations that were offered to each participant */
  let offered: Record<string, string[]>
  /** Participants that were asked to restart ICE */
  let asked: string[]

  beforeEach(async () => {
    timers = useFakeTimers()
    offered = {}
    asked = []
    fake = createFakeMesh(LOCAL, {
      signaling: {
        sendOffer: (to, { sdp }) => { (offered[to] ??= []).push(parseSdp(sdp).parameters.usernameFragment) },
        sendRestart: to => { asked.push(to) }
      }
    })
    await fake.mesh.joinCall('call', [LOWEST, LOWER, HIGHER, HIGHEST])
    await timers.tickAsync(SETTLED)
    fake.mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
    fake.mesh.handleOffer(HIGHER, await new FakePeerConnection().createOffer())
    await timers.tickAsync(SETTLED)

    for (const participant of [LOWER, HIGHER]) {
      const connection = fake.connections[fake.participants.indexOf(participant)]
      connection.channel.send = () => { connection.channel.onmessage?.({ data: '' }) }
      connection.connect()
    }
  })

  afterEach(async () => {
    await Promise.all([fake.mesh.leaveCall(), timers.tickAsync(1_000)])
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('ICE is restarted in every link at once, and attempts to connect start over', async () => {
    fake.mesh.restartAll()
    await timers.tickAsync(SETTLED)

    expect(new Set(offered[LOWER])).to.have.lengthOf(2)
    expect(asked).to.deep.equal([HIGHER, HIGHEST])
    expect([LOWER, HIGHER].map(participant => fake.mesh.getLink(participant)?.state)).to.deep.equal(['connected', 'connected'])

    await timers.tickAsync(CONNECTION_INTERVAL)
    expect(fake.participants.filter(participant => participant === LOWEST)).to.have.lengthOf(2)
  })

  it('again and again, restarts are limited', async () => {
    for (let change = 0; change < 3 * MAX_RESTARTS; change++) {
      fake.mesh.restartAll()
      await timers.tickAsync(SETTLED)
    }

    expect(new Set(offered[LOWER])).to.have.lengthOf(1 + MAX_RESTARTS)
    expect(asked.filter(participant => participant === HIGHER)).to.have.lengthOf(MAX_RESTARTS)
  })
})
