import { expect } from 'aegir/chai'
import { LinkFailedError } from '../../src/index.ts'
import { CONNECT_TIMEOUT, GONE_LIMIT, HEARTBEAT_INTERVAL } from '../../src/link/limits.ts'
import { MAX_STALLS } from '../../src/mesh/limits.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { FakeMesh, FakeMeshInit } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const [LOWER, LOCAL, HIGHER] = ['1', '2', '3'].map(digit => digit.repeat(64))

describe('a participant that never connects', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh
  /** Participants that were asked to restart */
  let asked: string[]
  let stalled: string[]
  let lost: string[]

  beforeEach(() => {
    timers = useFakeTimers()
    asked = []
    stalled = []
    lost = []
  })

  afterEach(async () => {
    await Promise.all([fake.mesh.leaveCall(), timers.tickAsync(1_000)])
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('gets another connection every 4 s if we initiate, and is lost after half a minute', async () => {
    await join(LOWER)
    await timers.tickAsync(CONNECT_TIMEOUT)
    expect(fake.connections.map(({ closed }) => closed)).to.deep.equal([true, false])

    await timers.tickAsync(MAX_STALLS * CONNECT_TIMEOUT - 1)
    expect([lost, fake.mesh.participants]).to.deep.equal([[], [LOWER]])
    await timers.tickAsync(1)
    expect([lost, fake.mesh.participants]).to.deep.equal([[LOWER], []])
    expect(fake.connections).to.have.lengthOf(1 + MAX_STALLS)
    expect(stalled).to.have.lengthOf(1 + MAX_STALLS)
    expect(asked).to.deep.equal([])
    expect(fake.problems.map(({ name }) => name)).to.deep.equal([LinkFailedError.name])
  })

  it('is asked to restart every 4 s if it initiates, and is lost after half a minute', async () => {
    await join(HIGHER)
    await timers.tickAsync((1 + MAX_STALLS) * CONNECT_TIMEOUT)

    expect(lost).to.deep.equal([HIGHER])
    expect(asked).to.deep.equal(Array.from({ length: MAX_STALLS }, () => HIGHER))
    expect(fake.connections).to.have.lengthOf(1)
  })

  it('is lost sooner with shorter limits', async () => {
    await join(LOWER, { limits: { connectTimeout: 10, connectionInterval: 0, maxStalls: 1 } })
    await timers.tickAsync(20)

    expect(lost).to.deep.equal([LOWER])
  })

  it('has all its attempts again after it was connected once', async () => {
    await join(LOWER, { limits: { heartbeatInterval: 60_000 } })
    await timers.tickAsync(MAX_STALLS * CONNECT_TIMEOUT + 100)
    fake.mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
    await timers.tickAsync(100)
    fake.connections.at(-1)?.connect()
    expect(fake.mesh.getLink(LOWER)?.state).to.equal('connected')

    // the remote end has re-created its connection
    const other = new FakePeerConnection()
    other.certificate = new Uint8Array(280).fill(1)
    fake.mesh.getLink(LOWER)?.restart()
    await timers.tickAsync(100)
    fake.mesh.handleAnswer(LOWER, await other.createAnswer())
    await timers.tickAsync(MAX_STALLS * CONNECT_TIMEOUT)
    expect(lost).to.deep.equal([])
    await timers.tickAsync(CONNECT_TIMEOUT)
    expect(lost).to.deep.equal([LOWER])
  })

  it('and sends nothing is lost within 10 s, unless another participant is linked with it', async () => {
    await join(LOWER, { isHeard: () => false })
    await timers.tickAsync(GONE_LIMIT)
    expect(lost).to.deep.equal([])
    await timers.tickAsync(HEARTBEAT_INTERVAL)
    expect(lost).to.deep.equal([LOWER])
    expect(fake.problems.map(({ name }) => name)).to.deep.equal([LinkFailedError.name])
    await fake.mesh.leaveCall()

    await join(LOWER, { isHeard: participant => participant === LOWER })
    await timers.tickAsync(GONE_LIMIT + HEARTBEAT_INTERVAL)
    expect(fake.mesh.participants).to.deep.equal([LOWER])
  })

  it('and still sends messages stays for its half a minute', async () => {
    await join(LOWER, { isHeard: () => false })
    await timers.tickAsync(GONE_LIMIT)
    fake.mesh.markAlive(LOWER)
    await timers.tickAsync(GONE_LIMIT)

    expect(lost).to.deep.equal([])
  })

  it('is not missed once it has connected or left', async () => {
    await join(LOWER, { isHeard: () => false, limits: { heartbeatInterval: 1_000, goneLimit: 5_000, connectTimeout: 60_000 } })
    fake.mesh.handleParticipantJoined(HIGHER)
    await timers.tickAsync(100)
    fake.mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
    await timers.tickAsync(100)
    const { channel } = fake.connections[0]
    channel.send = () => { channel.onmessage?.({ data: '' }) }
    fake.connections[0].connect()
    fake.mesh.handleParticipantLeft(HIGHER)
    await timers.tickAsync(10_000)

    expect([lost, fake.mesh.participants]).to.deep.equal([[], [LOWER]])
  })

  async function join (participant: string, init: FakeMeshInit = {}): Promise<void> {
    fake = createFakeMesh(LOCAL, { ...init, signaling: { sendRestart: to => { asked.push(to) } } })
    fake.mesh.addEventListener('link:stalled', ({ detail }) => { stalled.push(detail) })
    fake.mesh.addEventListener('participant:lost', ({ detail }) => { lost.push(detail) })
    await fake.mesh.joinCall('call', [participant])
  }
})
