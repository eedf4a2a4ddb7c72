import { expect } from 'aegir/chai'
import { CONNECT_TIMEOUT, FIRST_BATCH_TIMEOUT, GONE_LIMIT, HEARTBEAT_INTERVAL, LOSS_LIMIT, SILENCE_LIMIT, STALE_PERIOD } from '../../src/link/limits.ts'
import { answerOf, createFakeLink } from '../fixtures/fake-link.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { Link, LinkInit } from '../../src/link/index.ts'
import type { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import type { SinonFakeTimers } from 'sinon'

describe('a link whose remote end is silent', () => {
  let timers: SinonFakeTimers
  let connection: FakePeerConnection
  let link: Link
  let events: string[]
  /** ICE generations that were offered */
  let offered: Set<string>

  beforeEach(() => {
    timers = useFakeTimers()
    events = []
    offered = new Set()
  })

  afterEach(async () => {
    link.close()
    await timers.tickAsync(1_000)
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('is reconnecting within 2 s, keeps restarting ICE, and ends after 30 s', async () => {
    await connect()
    await timers.tickAsync(SILENCE_LIMIT)
    expect(link.state).to.equal('connected')

    await timers.tickAsync(HEARTBEAT_INTERVAL)
    expect(link.state).to.equal('reconnecting')
    expect(offered).to.have.lengthOf(1)

    await timers.tickAsync(LOSS_LIMIT - SILENCE_LIMIT + FIRST_BATCH_TIMEOUT)
    expect(offered).to.have.lengthOf(2)

    // at first, then after 2, 4, and every 5 s
    await timers.tickAsync(GONE_LIMIT - LOSS_LIMIT)
    expect(offered).to.have.lengthOf(1 + 7)
    expect(events).to.deep.equal(['connecting', 'connected', 'reconnecting', 'LinkFailedError', 'closed'])
  })

  it('is not one that receives heartbeats', async () => {
    await connect()
    const { channel } = connection
    connection.onicecandidate?.({ candidate: null })
    channel.send = () => { channel.onmessage?.({ data: '' }) }
    await timers.tickAsync(3 * GONE_LIMIT)

    expect(events).to.deep.equal(['connecting', 'connected'])
  })

  it('is connected again with the next heartbeat', async () => {
    await connect()
    await timers.tickAsync(SILENCE_LIMIT + HEARTBEAT_INTERVAL)
    connection.channel.onmessage?.({ data: '' })

    expect(events).to.deep.equal(['connecting', 'connected', 'reconnecting', 'connected'])
  })

  it('stays reconnecting although the library reports a connection after an ICE restart', async () => {
    await connect()
    await timers.tickAsync(LOSS_LIMIT + HEARTBEAT_INTERVAL)
    connection.connect()
    await timers.tickAsync(LOSS_LIMIT)
    connection.connect()
    expect(events).to.deep.equal(['connecting', 'connected', 'reconnecting'])
    expect(offered).to.have.lengthOf(3)

    connection.channel.onmessage?.({ data: '' })
    expect(link.state).to.equal('connected')
  })

  it('is reconnecting at once when the network changes, until its remote end is heard', async () => {
    await connect()
    link.suspect()
    expect(link.state).to.equal('reconnecting')

    connection.channel.onmessage?.({ data: '' })
    expect(link.state).to.equal('connected')
  })

  it('isn\'t connected again by what waited while this process slept', async () => {
    await connect()
    link.suspect(STALE_PERIOD)
    connection.channel.onmessage?.({ data: '' })
    expect(link.state).to.equal('reconnecting')

    await timers.tickAsync(STALE_PERIOD)
    connection.channel.onmessage?.({ data: '' })
    expect(link.state).to.equal('connected')
  })

  it('counts the time by the clock that it is given', async () => {
    let now = 0
    await connect({ now: () => now })
    // a process that slept was silent itself
    now += GONE_LIMIT + HEARTBEAT_INTERVAL
    await timers.tickAsync(HEARTBEAT_INTERVAL)
    expect(link.state).to.equal('reconnecting')

    for (let beat = 0; beat * HEARTBEAT_INTERVAL < GONE_LIMIT; beat++) {
      now += HEARTBEAT_INTERVAL
      await timers.tickAsync(HEARTBEAT_INTERVAL)
    }

    expect(link.state).to.equal('closed')
  })

  it('ends sooner with shorter limits', async () => {
    await connect({ limits: { heartbeatInterval: 10, silenceLimit: 20, lossLimit: 30, goneLimit: 50 } })
    await timers.tickAsync(60)

    expect(link.state).to.equal('closed')
  })

  it('is stalled if it does not connect in time', async () => {
    await start()
    await timers.tickAsync(CONNECT_TIMEOUT - 1)
    expect(events).to.deep.equal(['connecting'])
    await timers.tickAsync(1)
    expect(events).to.deep.equal(['connecting', 'stalled'])
  })

  async function connect (init: Partial<LinkInit> = {}): Promise<void> {
    await start(init)
    await timers.tickAsync(50)
    link.handleDescription(await answerOf())
    await timers.tickAsync(50)
    connection.connect()
  }

  async function start (init: Partial<LinkInit> = {}): Promise<void> {
    ({ link, connection } = createFakeLink(init))
    link.addEventListener('state', ({ detail }) => { events.push(detail) })
    link.addEventListener('problem', ({ detail }) => { events.push(detail.name) })
    link.addEventListener('stalled', () => { events.push('stalled') })
    link.addEventListener('description', ({ detail }) => { offered.add(detail.parameters.usernameFragment) })
    link.start()
  }
})
