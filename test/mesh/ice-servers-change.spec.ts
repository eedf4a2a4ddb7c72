import { expect } from 'aegir/chai'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const [LOWEST, LOWER, LOCAL, HIGHER] = ['1', '2', '3', '4'].map(digit => digit.repeat(64))
const CONFIGURATION: RTCConfiguration = { iceServers: [{ urls: 'stun:192.0.2.1:3478' }] }

/** ms within which everything that arrived has been handled */
const SETTLED = 100

describe('ICE servers that become known during a call', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh
  /** What was sent, and its recipient */
  let sent: string[]

  beforeEach(async () => {
    timers = useFakeTimers()
    sent = []
    fake = createFakeMesh(LOCAL, {
      signaling: {
        sendOffer: to => { sent.push(`offer ${to[0]}`) },
        sendRestart: to => { sent.push(`restart ${to[0]}`) }
      }
    })

    const { mesh, connections } = fake
    await mesh.joinCall('call', [LOWEST, LOWER, HIGHER])
    await timers.tickAsync(SETTLED)
    mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
    await timers.tickAsync(SETTLED)
    connections[1].connect()
    connections.forEach(connection => { connection.iceGatheringState = 'gathering' })
    sent = []
  })

  afterEach(async () => {
    await Promise.all([fake.mesh.leaveCall(), timers.tickAsync(1_000)])
    timers.restore()
  })

  it('are given to every connection, and a link that isn\'t connected tries them', async () => {
    fake.mesh.setConfiguration(CONFIGURATION, { retry: true })
    await timers.tickAsync(SETTLED)

    expect(fake.mesh.getLink(LOWER)?.state).to.equal('connected')
    expect(fake.connections.map(({ configuration }) => configuration)).to.deep.equal(new Array(3).fill(CONFIGURATION))
    expect(sent).to.have.members(['offer 1', 'restart 4'])
  })

  it('restart nothing if they only replace others', async () => {
    fake.mesh.setConfiguration(CONFIGURATION)
    await timers.tickAsync(SETTLED)

    expect(fake.connections[0].configuration).to.equal(CONFIGURATION)
    expect(sent).to.deep.equal([])
  })

  it('restart no link that hasn\'t looked for addresses yet', async () => {
    fake.connections.forEach(connection => { connection.iceGatheringState = 'new' })
    fake.mesh.setConfiguration(CONFIGURATION, { retry: true })
    await timers.tickAsync(SETTLED)

    expect(sent).to.deep.equal([])
  })

  it('may be refused by the platform, and the link goes on', async () => {
    fake.connections[0].setConfiguration = () => { throw new Error('not now') }
    fake.mesh.setConfiguration(CONFIGURATION, { retry: true })
    await timers.tickAsync(SETTLED)

    expect(sent).to.deep.equal(['restart 4'])
    expect(fake.mesh.getLink(LOWEST)?.state).to.equal('connecting')
  })
})
