import { expect } from 'aegir/chai'
import { parseSdp } from '../../src/link/index.ts'
import { GONE_LIMIT, HEARTBEAT_INTERVAL, LOSS_LIMIT, QUIET_LIMIT, SILENCE_LIMIT } from '../../src/link/limits.ts'
import { answerOf, createFakeLink } from '../fixtures/fake-link.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { Link, LinkDescription } from '../../src/link/index.ts'
import type { SinonFakeTimers } from 'sinon'

/** How often ICE checks a path over which nothing else comes: RFC 7675 section 5.1 */
const CHECK_INTERVAL = 5_000

describe('a link whose remote end sends no heartbeats', () => {
  let timers: SinonFakeTimers
  let connection: FakePeerConnection
  let link: Link
  let events: string[]
  /** What the statistics of the connection say */
  let packetsReceived: number
  let heardAt: number
  let responsesReceived: number

  beforeEach(() => {
    timers = useFakeTimers()
    events = []
    packetsReceived = 0
    heardAt = 0
    responsesReceived = 0
  })

  afterEach(async () => {
    link.close()
    await timers.tickAsync(1_000)
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('because it has no data channel: is connected while audio comes, and ends half a minute after the last of it', async () => {
    await connect(await answerWithoutChannel())
    await receive(hear, HEARTBEAT_INTERVAL)
    expect(events).to.deep.equal(['connecting', 'connected'])

    await timers.tickAsync(QUIET_LIMIT + 2 * HEARTBEAT_INTERVAL)
    expect(events).to.deep.equal(['connecting', 'connected', 'reconnecting'])
    // what an ICE restart makes the library report
    connection.onconnectionstatechange?.()
    await timers.tickAsync(GONE_LIMIT - QUIET_LIMIT)
    expect(events).to.deep.equal(['connecting', 'connected', 'reconnecting', 'LinkFailedError', 'closed'])
  })

  it('because it has no data channel: is connected again when audio comes again', async () => {
    await connect(await answerWithoutChannel())
    await timers.tickAsync(QUIET_LIMIT + 2 * HEARTBEAT_INTERVAL)
    expect(link.state).to.equal('reconnecting')
    await receive(hear, HEARTBEAT_INTERVAL)

    expect(events).to.deep.equal(['connecting', 'connected', 'reconnecting', 'connected'])
  })

  it('because it has no data channel: needs no audio if ICE is answered', async () => {
    await connect(await answerWithoutChannel())
    await receive(() => { responsesReceived++ }, CHECK_INTERVAL)

    expect(events).to.deep.equal(['connecting', 'connected'])
  })

  it('although it has a data channel: is connected while audio comes', async () => {
    await connect(await answerOf())
    await receive(hear, HEARTBEAT_INTERVAL)
    expect(events).to.deep.equal(['connecting', 'connected'])

    await timers.tickAsync(SILENCE_LIMIT + 2 * HEARTBEAT_INTERVAL)
    expect(link.state).to.equal('reconnecting')
  })

  it('any more, as on a busy machine, is connected while its voice comes, and no longer than that', async () => {
    await connect(await answerOf())
    connection.channel.onmessage?.({ data: '' })
    await receive(hear, HEARTBEAT_INTERVAL, LOSS_LIMIT)
    expect(link.state).to.equal('connected')

    await timers.tickAsync(SILENCE_LIMIT + 2 * HEARTBEAT_INTERVAL)
    expect(link.state).to.equal('reconnecting')
  })

  it('any more is silent although ICE is answered', async () => {
    await connect(await answerOf())
    connection.channel.onmessage?.({ data: '' })
    await receive(() => { responsesReceived++ }, HEARTBEAT_INTERVAL, SILENCE_LIMIT + 2 * HEARTBEAT_INTERVAL)
    expect(link.state).to.equal('reconnecting')
  })

  function hear (): void {
    packetsReceived += 25
    heardAt = performance.now()
  }

  async function receive (grow: () => void, interval: number, total = 2 * GONE_LIMIT): Promise<void> {
    for (let time = 0; time < total; time += interval) {
      grow()
      await timers.tickAsync(interval)
    }
  }

  async function connect (answer: LinkDescription): Promise<void> {
    ({ link, connection } = createFakeLink())
    link.addEventListener('state', ({ detail }) => { events.push(detail) })
    link.addEventListener('problem', ({ detail }) => { events.push(detail.name) })
    connection.getStats = async () => new Map<string, unknown>([
      ['audio', { type: 'inbound-rtp', packetsReceived, timestamp: performance.now(), lastPacketReceivedTimestamp: heardAt }],
      ['pair', { type: 'candidate-pair', responsesReceived }]
    ])
    link.start()
    await timers.tickAsync(50)
    connection.onicecandidate?.({ candidate: null })
    link.handleDescription(answer)
    await timers.tickAsync(50)
    connection.connect()
  }
})

async function answerWithoutChannel (): Promise<LinkDescription> {
  const { sdp = '' } = await new FakePeerConnection().createAnswer()

  return { type: 'answer', ...parseSdp(sdp.slice(0, sdp.indexOf('m=application'))) }
}
