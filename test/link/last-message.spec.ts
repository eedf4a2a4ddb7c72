import { expect } from 'aegir/chai'
import { END_TIMEOUT } from '../../src/link/limits.ts'
import { answerOf, createFakeLink } from '../fixtures/fake-link.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { Link } from '../../src/link/index.ts'
import type { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import type { SinonFakeTimers } from 'sinon'

/** ms until the connection is closed in any case: the timeout, and one more turn of the event loop */
const CLOSED_AFTER = END_TIMEOUT + 1

describe('the last message over a link', () => {
  let timers: SinonFakeTimers
  let connection: FakePeerConnection
  let link: Link
  let heard: string[]

  const hear = (data: unknown): void => { connection.channel.onmessage?.({ data }) }
  const sent = (): unknown[] => connection.channel.sent.filter(data => data !== '')

  beforeEach(async () => {
    timers = useFakeTimers();
    ({ link, connection } = createFakeLink())
    heard = []
    link.addEventListener('goodbye', () => { heard.push('goodbye') })
    link.addEventListener('message', () => { heard.push('message') })
    link.start()
    await timers.tickAsync(50)
    link.handleDescription(await answerOf())
    await timers.tickAsync(50)
  })

  afterEach(async () => {
    link.close()
    await timers.tickAsync(CLOSED_AFTER)
    await link.closed()
    expect(connection.closed).to.equal(true)
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('keeps the connection open until the remote end has closed its own', () => {
    connection.connect()
    link.close()
    expect([link.state, connection.closed, sent()]).to.deep.equal(['closed', false, ['end']])

    connection.channel.onclose?.()
    expect(connection.closed).to.equal(true)
  })

  it('keeps it open no longer if the remote end sends the same', () => {
    connection.connect()
    link.close()
    hear('bye')

    expect([connection.closed, sent()]).to.deep.equal([true, ['end']])
  })

  it('keeps it open for at most 250 ms', async () => {
    connection.connect()
    link.close()
    await timers.tickAsync(CLOSED_AFTER - 1)
    expect(connection.closed).to.equal(false)

    await timers.tickAsync(1)
    expect(connection.closed).to.equal(true)
  })

  it('isn\'t sent if the channel was never open', () => {
    link.close()

    expect([connection.closed, sent()]).to.deep.equal([true, []])
  })

  it('is the last, from either end', async () => {
    connection.connect()
    hear('end')
    const before = connection.channel.sent.length

    expect([link.writable, link.send(Uint8Array.of(1))]).to.deep.equal([false, false])
    link.sayGoodbye()
    await timers.tickAsync(1_000)
    link.close()
    expect(connection.channel.sent).to.have.lengthOf(before)
    expect(connection.closed).to.equal(true)
  })

  it('from a participant that leaves is reported, and its link closes at once', () => {
    link.addEventListener('goodbye', () => { link.close() })
    connection.connect()
    hear('bye')

    expect([heard, connection.closed, sent()]).to.deep.equal([['goodbye'], true, []])
  })

  it('before leaving isn\'t followed by another', () => {
    connection.connect()
    link.sayGoodbye()
    link.close()

    expect([connection.closed, sent()]).to.deep.equal([false, ['bye']])
  })

  it('is the last one reported', () => {
    connection.connect()
    link.close()
    hear(new ArrayBuffer(1))
    hear('bye')

    expect(heard).to.deep.equal([])
  })
})
