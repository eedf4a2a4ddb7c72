import { defaultLogger } from '@libp2p/logger'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { TypedEventEmitter } from 'main-event'
import { pEvent } from 'p-event'
import { FIRST_RESERVATION_PAUSE, LONGEST_RESERVATION_PAUSE } from '../../src/network/limits.ts'
import { RelayReservations, reservationWith } from '../../src/network/relay-reservation.ts'
import { randomPeer } from '../discovery/fixtures/dht-peer.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { RelayReservationComponents, RelayReservationsInit } from '../../src/network/relay-reservation.ts'
import type { Connection, Libp2pEvents, PeerId } from '@libp2p/interface'

describe('relay reservations', () => {
  let relay: PeerId
  let own: string[]
  let asked: string[]
  let answer: PromiseWithResolvers<void>
  let timers: ManualTimers
  let events: TypedEventEmitter<Libp2pEvents>
  let created: RelayReservations[]

  const create = (need: RelayReservationsInit['need']): RelayReservations => {
    const reservations = new RelayReservations(components(), { need, timers })
    reservations.start()
    created.push(reservations)

    return reservations
  }
  const components = (): RelayReservationComponents => ({
    addressManager: { getAddresses: () => own.map(address => multiaddr(address)) },
    transportManager: {
      listen: async addresses => {
        asked.push(...addresses.map(String))
        await answer.promise
      }
    },
    events,
    logger: defaultLogger()
  })
  const connection = (more: object = {}): Connection => ({ remotePeer: relay, status: 'open', ...more }) as unknown as Connection
  const through = (): string => `/ip4/192.0.2.1/tcp/1/p2p/${relay.toString()}/p2p-circuit`

  beforeEach(async () => {
    relay = await randomPeer()
    own = []
    asked = []
    answer = Promise.withResolvers()
    timers = new ManualTimers()
    events = new TypedEventEmitter()
    created = []
  })

  afterEach(() => {
    created.forEach(reservations => { reservations.stop() })
    expect(timers.size).to.equal(0)
  })

  for (const [end, finish] of [['is there', () => { answer.resolve() }], ['is refused', () => { answer.reject(new Error('full')) }]] as const) {
    it(`are pending from when one is asked for until it ${end}`, async () => arePendingUntil(finish))
  }

  it('are made only where a bootstrap peer shows that there is need', async () => {
    const needed = Promise.withResolvers<boolean>()

    create(async () => false).add(connection())
    create(async () => { throw new Error('closed') }).add(connection())
    const reservations = create(async () => needed.promise)
    const pending = pEvent(reservations, 'pending')
    reservations.add(connection())
    create(false).add(connection())
    expect(asked).to.deep.equal([])

    needed.resolve(true)
    await pending
    expect(asked).to.have.lengthOf(1)
  })

  it('are not made twice, nor through another relay', () => {
    create(true).add(connection({ limits: {} }))
    own = [through()]
    create(true).add(connection())

    expect(asked).to.deep.equal([])
  })

  it('are made again when they are lost, and after growing pauses while the relay is full', async () => {
    create(true).add(connection())
    own = [through()]
    answer.resolve()
    await timers.advance(FIRST_RESERVATION_PAUSE)
    expect(asked).to.have.lengthOf(1)

    own = []
    answer = Promise.withResolvers()
    answer.promise.catch(() => {})
    answer.reject(new Error('full'))
    events.safeDispatchEvent('transport:listening')
    events.safeDispatchEvent('self:peer:update')
    expect(asked).to.have.lengthOf(1)

    const waits: number[] = []

    for (let count = 2, ms = 0; count < 6; ms += FIRST_RESERVATION_PAUSE) {
      await timers.advance(FIRST_RESERVATION_PAUSE)

      if (asked.length === count) {
        waits.push(ms / FIRST_RESERVATION_PAUSE)
        count++
      }
    }

    expect(waits).to.deep.equal([0, 2, 6, 14])
  })

  it('are not made again once the connection is closed: the next one brings another', async () => {
    const first: any = connection()
    const reservations = create(true)
    reservations.add(first)
    answer.reject(new Error('closed'))
    await timers.advance(0)
    first.status = 'closed'
    events.safeDispatchEvent('self:peer:update')
    await timers.advance(LONGEST_RESERVATION_PAUSE)
    expect(asked).to.have.lengthOf(1)

    reservations.add(connection())
    expect(asked).to.have.lengthOf(2)
  })

  async function arePendingUntil (finish: () => void): Promise<void> {
    const reservations = create(true)
    const pending: boolean[] = []
    reservations.addEventListener('pending', () => { pending.push(reservations.settled != null) })
    expect(reservations.settled).to.equal(undefined)

    reservations.add(connection())
    expect([asked, pending]).to.deep.equal([[reservationWith(relay).toString()], [true]])

    const { settled } = reservations
    finish()
    await settled
    expect(reservations.settled).to.equal(undefined)
  }
})
