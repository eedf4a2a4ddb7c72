import { defaultLogger } from '@libp2p/logger'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { TypedEventEmitter } from 'main-event'
import { NetworkEntry } from '../../src/discovery/index.ts'
import { LONGEST_REDIAL_PAUSE } from '../../src/discovery/limits.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import { randomPeer } from './fixtures/dht-peer.ts'
import type { Connection, Libp2pEvents, PeerId } from '@libp2p/interface'

const ADDRESS = multiaddr('/ip4/192.0.2.1/tcp/1')

describe('the entry to the network', () => {
  let peer: PeerId
  let events: TypedEventEmitter<Libp2pEvents>
  let timers: ManualTimers
  let entry: NetworkEntry
  let reachable: boolean
  let dials: number
  let open: Connection[]

  beforeEach(async () => {
    peer = await randomPeer()
    events = new TypedEventEmitter()
    timers = new ManualTimers()
    reachable = true
    dials = 0
    open = []
    entry = new NetworkEntry({
      connectionManager: {
        getConnections: () => open,
        openConnection: async () => {
          dials++

          if (!reachable) {
            throw new Error('There is no route')
          }

          return connect()
        }
      },
      transportManager: { dialTransportForMultiaddr: () => ({}) as any },
      events,
      logger: defaultLogger()
    }, { addresses: [ADDRESS], timers })
  })

  afterEach(() => {
    entry.stop()
    expect(timers.size).to.equal(0)
    expect(events.listenerCount('peer:disconnect')).to.equal(0)
  })

  it('is dialled until it answers', async () => {
    reachable = false
    const failures: string[] = []
    entry.addEventListener('failure', ({ detail: { error } }) => { failures.push(error.message) })
    entry.start()
    await timers.advance(0)
    expect([dials, failures]).to.deep.equal([1, ['There is no route']])

    reachable = true
    await timers.advance(LONGEST_REDIAL_PAUSE)
    expect([dials, entry.connections]).to.deep.equal([2, open])
    await timers.advance(10 * LONGEST_REDIAL_PAUSE)
    expect(dials).to.equal(2)
  })

  it('keeps no connection that has closed, and dials again', async () => {
    entry.start()

    for (let lost = 0; lost < 100; lost++) {
      await timers.advance(LONGEST_REDIAL_PAUSE)
      expect([dials, entry.connections]).to.deep.equal([lost + 1, open])
      disconnect()
      expect(entry.connections).to.deep.equal([])
    }

    // one peer, whatever it was connected by
    expect((entry as unknown as { connected: Map<string, unknown> }).connected.size).to.equal(0)
  })

  it('uses another connection to the peer when the first one closes', async () => {
    entry.start()
    await timers.advance(0)
    const other = connect()
    ;(open[0] as { status: string }).status = 'closed'

    expect(entry.connections).to.deep.equal([other])
  })

  it('dials again when the connection closes before anybody has seen it', async () => {
    entry.start()
    ;(open[0] as { status: string }).status = 'closed'
    await timers.advance(LONGEST_REDIAL_PAUSE)

    expect(dials).to.equal(2)
  })

  it('forgets a connection that comes after the end, and can start again', async () => {
    entry.start()
    entry.stop()
    await timers.advance(LONGEST_REDIAL_PAUSE)
    expect([dials, entry.connections]).to.deep.equal([1, []])

    open = []
    entry.start()
    await timers.advance(0)
    expect([dials, entry.connections]).to.deep.equal([2, open])
  })

  function connect (): Connection {
    const connection = { status: 'open', remotePeer: peer } as unknown as Connection
    open.push(connection)

    return connection
  }

  function disconnect (): void {
    open = []
    events.safeDispatchEvent('peer:disconnect', { detail: peer })
  }
})
