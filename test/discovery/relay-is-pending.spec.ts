import { defaultLogger } from '@libp2p/logger'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { TypedEventEmitter } from 'main-event'
import { Discovery, NetworkClock } from '../../src/discovery/index.ts'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { ADD_PROVIDER } from '../../src/network/messages.ts'
import { RelayReservations } from '../../src/network/relay-reservation.ts'
import { until } from '../fixtures/until.ts'
import { stubComponents } from './fixtures/components.ts'
import { stubDhtPeer } from './fixtures/dht-peer.ts'
import type { StubDhtPeer } from './fixtures/dht-peer.ts'
import type { Libp2pEvents } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

describe('a peer that is about to get its first address, from a relay', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))
  const events = new TypedEventEmitter<Libp2pEvents>()
  let addresses: Multiaddr[]
  let answer: PromiseWithResolvers<void>
  let dhtPeer: StubDhtPeer
  let discovery: Discovery
  let lookups: Array<{ found: number, conclusive: boolean }>

  const start = async ({ findOnly = false, early = false } = {}): Promise<void> => {
    addresses = []
    answer = Promise.withResolvers()
    lookups = []
    dhtPeer = await stubDhtPeer(() => [])
    const addressManager: any = { getAddresses: () => addresses }
    const reservations = new RelayReservations({ addressManager, transportManager: { listen: async () => answer.promise }, events: new TypedEventEmitter(), logger: defaultLogger() }, { need: true })
    discovery = new Discovery(await stubComponents({ addressManager, events }), {
      keys,
      dhtProtocol: '/test/kad/1.0.0',
      alone: () => true,
      findOnly,
      reservations,
      clock: new NetworkClock({ now: () => 500_000.5 * 3_600_000 })
    })
    discovery.addEventListener('lookup', ({ detail }) => { lookups.push(detail) })

    if (early) {
      reservations.add(dhtPeer.connection)
      await discovery.start()
    } else {
      await discovery.start()
      reservations.add(dhtPeer.connection)
    }

    discovery.addDhtPeer(dhtPeer.connection)
    await until('an answer', () => lookups.length > 0, { on: [discovery, 'lookup'] })
  }
  const untilConclusive = async (): Promise<void> => {
    await until('a conclusive lookup', () => lookups.some(({ conclusive }) => conclusive), { on: [discovery, 'lookup'] })
  }

  afterEach(async () => {
    await discovery.stop()
  })

  for (const early of [false, true]) {
    it(`is not alone before others can find it (${early ? 'it asked for it before the search' : 'it asks for it later'})`, async () => waitsForRelay(early))
  }

  it('waits no longer when the relay has refused', async () => {
    await start()
    answer.reject(new Error('no reservations left'))
    await untilConclusive()
  })

  it('doesn\'t wait if it only looks: it isn\'t to be found', async () => {
    await start({ findOnly: true })
    expect(lookups).to.deep.equal([{ found: 0, conclusive: true }])
  })

  async function waitsForRelay (early: boolean): Promise<void> {
    await start({ early })
    expect(lookups).to.deep.equal([{ found: 0, conclusive: false }])

    addresses = [multiaddr('/ip4/192.0.2.9/tcp/1/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q/p2p-circuit')]
    events.dispatchEvent(new Event('transport:listening'))
    answer.resolve()
    await untilConclusive()
    // the last question came with its address
    expect(dhtPeer.requests.map(({ type }) => type).slice(-2, -1)).to.deep.equal([ADD_PROVIDER])
  }
})
