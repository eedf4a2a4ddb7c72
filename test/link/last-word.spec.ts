import { expect } from 'aegir/chai'
import sinon from 'sinon'
import { answerOf, createFakeLink } from '../fixtures/fake-link.ts'
import type { Link } from '../../src/link/index.ts'
import type { FakePeerConnection } from '../fixtures/fake-rtc.ts'

/** ms that the other end has to hear the last word, and once around the event loop */
const END_TIMEOUT = 251

describe('the last word over a link', () => {
  let timers: sinon.SinonFakeTimers
  let connection: FakePeerConnection
  let link: Link
  let heard: string[]

  const hear = (data: unknown): void => { connection.channel.onmessage?.({ data }) }
  const sent = (): unknown[] => connection.channel.sent.filter(data => data !== '')

  beforeEach(async () => {
    timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
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
    await timers.tickAsync(END_TIMEOUT)
    await link.closed()
    expect(connection.closed).to.equal(true)
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('keeps the connection until the other end has closed its own', () => {
    connection.connect()
    link.close()
    expect([link.state, connection.closed, sent()]).to.deep.equal(['closed', false, ['end']])

    connection.channel.onclose?.()
    expect(connection.closed).to.equal(true)
  })

  it('keeps it no longer when the other end has said the same', () => {
    connection.connect()
    link.close()
    hear('bye')

    expect([connection.closed, sent()]).to.deep.equal([true, ['end']])
  })

  it('keeps it no longer than 250 ms', async () => {
    connection.connect()
    link.close()
    await timers.tickAsync(END_TIMEOUT - 1)
    expect(connection.closed).to.equal(false)

    await timers.tickAsync(1)
    expect(connection.closed).to.equal(true)
  })

  it('is not said when nothing was open', () => {
    link.close()

    expect([connection.closed, sent()]).to.deep.equal([true, []])
  })

  it('is followed by nothing, from neither end', async () => {
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

  it('of somebody who leaves is told, and its link closes at once', () => {
    link.addEventListener('goodbye', () => { link.close() })
    connection.connect()
    hear('bye')

    expect([heard, connection.closed, sent()]).to.deep.equal([['goodbye'], true, []])
  })

  it('that one leaves is not followed by another', () => {
    connection.connect()
    link.sayGoodbye()
    link.close()

    expect([connection.closed, sent()]).to.deep.equal([false, ['bye']])
  })

  it('is the last that is told of', () => {
    connection.connect()
    link.close()
    hear(new ArrayBuffer(1))
    hear('bye')

    expect(heard).to.deep.equal([])
  })
})
