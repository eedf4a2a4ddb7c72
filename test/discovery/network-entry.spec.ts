import { defaultLogger } from '@libp2p/logger'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { TypedEventEmitter } from 'main-event'
import { NetworkEntry } from '../../src/discovery/index.ts'
import { LONGEST_REDIAL_PAUSE } from '../../src/discovery/limits.ts'
import { DIAL_STAGGER } from '../../src/network/limits.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import { randomPeer } from './fixtures/dht-peer.ts'
import type { Connection, Libp2pEvents, PeerId } from '@libp2p/interface'

const ADDRESS = multiaddr('/ip4/192.0.2.1/tcp/1')
const SILENT = '/ip4/192.0.2.9/'

describe('the entry to the network', () => {
  let peer: PeerId
  let events: TypedEventEmitter<Libp2pEvents>
  let timers: ManualTimers
  let entry: NetworkEntry
  let reachable: boolean
  let dials: string[]
  let open: Connection[]

  beforeEach(async () => {
    peer = await randomPeer()
    events = new TypedEventEmitter()
    timers = new ManualTimers()
    reachable = true
    dials = []
    open = []
    entry = new NetworkEntry({
      connectionManager: { getConnections: () => open },
      transportManager: { dialTransportForMultiaddr: () => ({}) as any },
      events,
      logger: defaultLogger()
    }, {
      addresses: [ADDRESS],
      dials: {
        reuse: () => [],
        dial: async (address, { signal } = {}) => {
          dials.push(address.toString())

          if (!reachable) {
            throw new Error('There is no route')
          }

          if (address.toString().startsWith(SILENT)) {
            await new Promise((_resolve, reject) => { signal?.addEventListener('abort', () => { reject(signal.reason) }) })
          }

          return connect()
        }
      },
      timers
    })
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
    expect([dials.length, failures]).to.deep.equal([1, ['There is no route']])

    reachable = true
    await timers.advance(LONGEST_REDIAL_PAUSE)
    expect([dials.length, entry.connections]).to.deep.equal([2, open])
    await timers.advance(10 * LONGEST_REDIAL_PAUSE)
    expect(dials).to.have.lengthOf(2)
  })

  it('keeps no connection that has closed, and dials again', async () => {
    entry.start()

    for (let lost = 0; lost < 100; lost++) {
      await timers.advance(LONGEST_REDIAL_PAUSE)
      expect([dials.length, entry.connections]).to.deep.equal([lost + 1, open])
      disconnect()
      expect(entry.connections).to.deep.equal([])
    }
  })

  it('uses another connection to the peer when the first closes', async () => {
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

    expect(dials).to.have.lengthOf(2)
  })

  it('forgets a connection that comes after the end, and can start again', async () => {
    entry.start()
    entry.stop()
    await timers.advance(LONGEST_REDIAL_PAUSE)
    expect([dials.length, entry.connections]).to.deep.equal([1, []])

    open = []
    entry.start()
    await timers.advance(0)
    expect([dials.length, entry.connections]).to.deep.equal([2, open])
  })

  it('is a peer at several addresses, which are tried beside each other', async () => {
    const failures: string[] = []
    entry.addEventListener('failure', ({ detail: { error } }) => { failures.push(error.message) })
    entry.start()
    await timers.advance(0)
    dials = []
    const other = await randomPeer()
    entry.add([`${SILENT}tcp/1`, '/ip4/192.0.2.2/tcp/1'].map(address => multiaddr(`${address}/p2p/${other.toString()}`)))
    expect([entry.size, entry.pending]).to.deep.equal([2, true])
    await timers.advance(DIAL_STAGGER)

    expect([dials.length, entry.pending, failures]).to.deep.equal([2, false, []])
  })

  it('is dialled at once when somebody checks it, and is closed if it does not answer', async () => {
    reachable = false
    entry.start()
    await timers.advance(10 * LONGEST_REDIAL_PAUSE)
    dials = []
    reachable = true
    entry.check()
    await timers.advance(0)
    expect([dials.length, entry.connections.length]).to.deep.equal([1, 1])

    let asked = 0
    Object.assign(open[0], { timeline: { open: 0 }, newStream: async () => { asked++ } })
    entry.check()
    await timers.advance(0)
    expect(asked).to.equal(1)
  })

  it('that came with an invite is dialled less often once nobody has answered there for a while', async () => {
    entry.start()
    await timers.advance(0)
    reachable = false
    entry.add([multiaddr('/ip4/192.0.2.3/tcp/1')])
    await timers.advance(10 * 60_000)
    dials = []
    await timers.advance(10 * 60_000)
    expect(dials.length).to.be.within(15, 30)

    disconnect()
    dials = []
    await timers.advance(10 * 60_000)
    expect(dials.filter(address => address === ADDRESS.toString()).length).to.be.greaterThan(200)
  })

  function connect (): Connection {
    const connection = { status: 'open', remotePeer: peer, timeline: { open: Date.now() } } as unknown as Connection
    open.push(connection)

    return connection
  }

  function disconnect (): void {
    open = []
    events.safeDispatchEvent('peer:disconnect', { detail: peer })
  }
})
