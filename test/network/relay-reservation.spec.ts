import { defaultLogger } from '@libp2p/logger'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { RelayReservations, reservationWith } from '../../src/network/relay-reservation.ts'
import { randomPeer } from '../discovery/fixtures/dht-peer.ts'
import type { Connection, PeerId } from '@libp2p/interface'

describe('relay reservations', () => {
  let relay: PeerId
  let own: string[]
  let asked: string[]
  let answer: PromiseWithResolvers<void>

  const create = (need: ConstructorParameters<typeof RelayReservations>[1]): RelayReservations => new RelayReservations({
    addressManager: { getAddresses: () => own.map(address => multiaddr(address)) },
    transportManager: {
      listen: async addresses => {
        asked.push(...addresses.map(String))
        await answer.promise
      }
    },
    logger: defaultLogger()
  }, need)
  const connection = (more: object = {}): Connection => ({ remotePeer: relay, ...more }) as unknown as Connection

  beforeEach(async () => {
    relay = await randomPeer()
    own = []
    asked = []
    answer = Promise.withResolvers()
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
    own = [`/ip4/192.0.2.1/tcp/1/p2p/${relay.toString()}/p2p-circuit`]
    create(true).add(connection())

    expect(asked).to.deep.equal([])
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
