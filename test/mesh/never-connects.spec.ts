import { expect } from 'aegir/chai'
import { LinkFailedError } from '../../src/index.ts'
import { CONNECT_TIMEOUT, GONE_LIMIT, HEARTBEAT_INTERVAL } from '../../src/link/limits.ts'
import { ABSENCE_LIMIT, CONNECT_LIMIT, CONNECTION_INTERVAL, MAX_RETRY_PAUSE } from '../../src/mesh/limits.ts'
import { answerOf } from '../fixtures/fake-link.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { FakeMesh, FakeMeshInit } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const [LOWER, LOCAL, HIGHER] = ['1', '2', '3'].map(digit => digit.repeat(64))

/** Failed attempts to connect within the limit */
const ATTEMPTS = Math.floor(CONNECT_LIMIT / CONNECT_TIMEOUT)

describe('a participant that never connects', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh
  /** Participants that were asked to restart */
  let asked: string[]
  let stalled: string[]
  /** ICE generations that were offered */
  let offered: string[]
  let lost: string[]

  beforeEach(() => {
    timers = useFakeTimers()
    asked = []
    stalled = []
    offered = []
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

    await timers.tickAsync(CONNECT_LIMIT - CONNECT_TIMEOUT)
    expect([lost, fake.mesh.participants]).to.deep.equal([[], [LOWER]])
    await timers.tickAsync(HEARTBEAT_INTERVAL)
    expect([lost, fake.mesh.participants]).to.deep.equal([[LOWER], []])
    expect(fake.connections).to.have.lengthOf(1 + ATTEMPTS)
    expect(stalled).to.have.lengthOf(ATTEMPTS)
    expect(asked).to.deep.equal([])
    expect(fake.problems.map(({ name }) => name)).to.deep.equal([LinkFailedError.name])
  })

  it('is asked to restart every 4 s if it initiates, and is lost after half a minute', async () => {
    await join(HIGHER)
    await timers.tickAsync(CONNECT_LIMIT + HEARTBEAT_INTERVAL)

    expect(lost).to.deep.equal([HIGHER])
    expect(asked).to.deep.equal(Array.from({ length: ATTEMPTS }, () => HIGHER))
    expect(fake.connections).to.have.lengthOf(1)
  })

  it('is lost sooner with shorter limits', async () => {
    await join(LOWER, { limits: { connectTimeout: 10, connectionInterval: 0, heartbeatInterval: 5, connectLimit: 20 } })
    await timers.tickAsync(30)

    expect(lost).to.deep.equal([LOWER])
  })

  it('has all its time again after it was connected once', async () => {
    await join(LOWER, { limits: { silenceLimit: Infinity, lossLimit: Infinity, goneLimit: Infinity } })
    await timers.tickAsync(ATTEMPTS * CONNECT_TIMEOUT + 100)
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
    await timers.tickAsync(CONNECT_LIMIT - 2 * HEARTBEAT_INTERVAL)
    expect(lost).to.deep.equal([])
    await timers.tickAsync(3 * HEARTBEAT_INTERVAL)
    expect(lost).to.deep.equal([LOWER])
  })

  it('is blamed on a firewall only if every pair of addresses was tried, in every attempt', async () => {
    const reasonAfter = async (iceState: (attempt: number) => RTCIceConnectionState): Promise<unknown> => {
      await join(LOWER)

      for (let attempt = 0; attempt <= ATTEMPTS; attempt++) {
        fake.connections[attempt].iceConnectionState = iceState(attempt)
        await timers.tickAsync(CONNECT_TIMEOUT)
      }

      const [problem] = fake.problems as LinkFailedError[]
      await fake.mesh.leaveCall()

      return problem.reason
    }

    expect(await reasonAfter(() => 'checking')).to.equal('blocked')
    // no answer has come, so there are no pairs
    expect(await reasonAfter(attempt => attempt === 1 ? 'new' : 'checking')).to.equal('unreachable')
    // a path works, and something else is in the way
    expect(await reasonAfter(attempt => attempt === 1 ? 'connected' : 'checking')).to.equal('unreachable')
  })

  it('and that another hears is never lost: it is tried again with growing pauses', async () => {
    await join(LOWER, { isHeard: () => true })
    await timers.tickAsync(CONNECT_LIMIT + HEARTBEAT_INTERVAL)
    expect(fake.connections).to.have.lengthOf(1 + ATTEMPTS)
    // the user is told once
    expect(fake.problems.map(({ name }) => name)).to.deep.equal([LinkFailedError.name])

    const attempts = async (ms: number): Promise<number> => {
      const before = fake.connections.length
      await timers.tickAsync(ms)

      return fake.connections.length - before
    }
    // the first pause is as long as an attempt, and each is twice as long as the one before
    expect(await attempts(60_000)).to.equal(3)
    expect(await attempts(600_000)).to.be.closeTo(600_000 / (MAX_RETRY_PAUSE + CONNECT_TIMEOUT), 1)
    expect([lost, fake.mesh.participants, fake.problems.length]).to.deep.equal([[], [LOWER], 1])
    expect(fake.mesh.getLink(LOWER)?.state).to.equal('connecting')

    await timers.tickAsync(MAX_RETRY_PAUSE)
    const before = fake.connections.length
    fake.mesh.restartAll()
    await timers.tickAsync(CONNECTION_INTERVAL)
    expect(fake.connections).to.have.lengthOf(before + 1)
    await timers.tickAsync(2 * CONNECT_TIMEOUT)
    expect(fake.connections).to.have.lengthOf(before + 2)
  })

  it('although it answers gets no more connections than a browser can create', async () => {
    await join(LOWER, { isHeard: () => true })
    const answer = async (): Promise<void> => { fake.mesh.handleDescription(LOWER, await answerOf()) }
    await answer()
    await timers.tickAsync(CONNECT_LIMIT - 1_000)
    await answer()
    await timers.tickAsync(3_600_000)

    expect(fake.connections.length).to.be.lessThan(20)
    expect(new Set(offered).size).to.be.greaterThan(100)
    expect(lost).to.deep.equal([])
  })

  it('is lost once others no longer hear it', async () => {
    let heard = true
    await join(LOWER, { isHeard: () => heard })
    await timers.tickAsync(10 * CONNECT_LIMIT)
    heard = false
    fake.mesh.markAlive(LOWER)
    await timers.tickAsync(HEARTBEAT_INTERVAL)

    expect(lost).to.deep.equal([LOWER])
  })

  it('stays if it was linked before and another hears it', async () => {
    await join(LOWER, { isHeard: () => true })
    await timers.tickAsync(100)
    fake.mesh.handleDescription(LOWER, await answerOf())
    await timers.tickAsync(100)
    fake.connections[0].connect()
    await timers.tickAsync(GONE_LIMIT + CONNECTION_INTERVAL)

    expect([lost, fake.mesh.participants, fake.mesh.getLink(LOWER)?.state]).to.deep.equal([[], [LOWER], 'connecting'])
    expect(fake.connections).to.have.lengthOf(2)
  })

  it('and sends nothing is lost within 10 s, unless another participant is linked with it', async () => {
    await join(LOWER, { isHeard: () => false })
    await timers.tickAsync(ABSENCE_LIMIT)
    expect(lost).to.deep.equal([])
    await timers.tickAsync(HEARTBEAT_INTERVAL)
    expect(lost).to.deep.equal([LOWER])
    expect(fake.problems.map(({ name }) => name)).to.deep.equal([LinkFailedError.name])
    await fake.mesh.leaveCall()

    await join(LOWER, { isHeard: participant => participant === LOWER })
    await timers.tickAsync(ABSENCE_LIMIT + HEARTBEAT_INTERVAL)
    expect(fake.mesh.participants).to.deep.equal([LOWER])
  })

  it('and still sends messages stays for its half a minute', async () => {
    await join(LOWER, { isHeard: () => false })
    await timers.tickAsync(ABSENCE_LIMIT)
    fake.mesh.markAlive(LOWER)
    await timers.tickAsync(ABSENCE_LIMIT)

    expect(lost).to.deep.equal([])
  })

  it('is not missed once it has connected or left', async () => {
    await join(LOWER, { isHeard: () => false, limits: { heartbeatInterval: 1_000, absenceLimit: 5_000, connectTimeout: 60_000 } })
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
    fake = createFakeMesh(LOCAL, {
      ...init,
      trickling: {
        sendRestart: to => { asked.push(to) },
        sendDescription: (_, { parameters }) => { offered.push(parameters.usernameFragment) }
      }
    })
    fake.mesh.addEventListener('link:stalled', ({ detail }) => { stalled.push(detail) })
    fake.mesh.addEventListener('participant:lost', ({ detail }) => { lost.push(detail) })
    await fake.mesh.joinCall('call', [participant])
  }
})
