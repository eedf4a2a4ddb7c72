import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { ConnectionPings } from '../../src/network/connection-pings.ts'
import { probeConnection } from '../../src/network/connection-probe.ts'
import { PING_INTERVAL, PING_TIMEOUT } from '../../src/network/limits.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { Connection } from '@libp2p/interface'

describe('the pings of connections', () => {
  let timers: ManualTimers
  let connection: FakeConnection
  let pings: ConnectionPings

  beforeEach(() => {
    timers = new ManualTimers()
    connection = new FakeConnection()
    pings = new ConnectionPings({ connectionManager: { getConnections: () => [connection.asConnection()] }, logger: defaultLogger() }, timers)
    pings.start()
  })

  afterEach(() => { pings.stop() })

  it('keep a connection whose other end answers, if only to refuse', async () => {
    for (const error of [undefined, new Error('unsupported'), undefined]) {
      await timers.advance(PING_INTERVAL)
      connection.answer(error)
    }

    expect([connection.asked, connection.status]).to.deep.equal([3, 'open'])
  })

  it('wait for an answer before they ask again', async () => {
    await timers.advance(PING_INTERVAL + PING_TIMEOUT - 1)
    expect([connection.asked, connection.status]).to.deep.equal([1, 'open'])
    connection.answer()
    await timers.advance(PING_INTERVAL)
    expect(connection.asked).to.equal(2)
  })

  it('close a connection whose other end does not answer in time', async () => {
    await timers.advance(PING_INTERVAL + PING_TIMEOUT)
    expect([connection.status, connection.error?.name]).to.deep.equal(['aborted', 'TimeoutError'])
  })

  it('share an answer among all that want to know whether the other end is there', async () => {
    await timers.advance(PING_INTERVAL)
    const probed = probeConnection(connection.asConnection(), 1_000, timers)
    connection.answer()

    expect([await probed, connection.asked]).to.deep.equal([connection, 1])
  })

  it('end with the node', async () => {
    pings.stop()
    await timers.advance(2 * PING_INTERVAL)
    expect(connection.asked).to.equal(0)
  })
})

class FakeConnection {
  readonly timeline = { open: 0 }
  status = 'open'
  asked = 0
  error?: Error
  private waiting = Promise.withResolvers<object>()

  asConnection (): Connection {
    return this as unknown as Connection
  }

  async newStream (): Promise<object> {
    this.asked++
    this.waiting = Promise.withResolvers()

    return this.waiting.promise
  }

  /** Lets the other end answer what it was asked last */
  answer (error?: Error): void {
    if (error == null) {
      this.waiting.resolve({ close: async () => {}, abort: () => {} })
    } else {
      this.waiting.reject(error)
    }
  }

  abort (error: Error): void {
    this.status = 'aborted'
    this.error = error
    this.waiting.reject(error)
  }
}
