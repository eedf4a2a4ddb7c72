import { generateKeyPair } from '@libp2p/crypto/keys'
import { AbortError } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { DialPool } from '../../src/network/dial-pool.ts'
import { ACCEPT_TIMEOUT } from '../../src/network/limits.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import { until } from '../fixtures/until.ts'
import type { Connection, PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

interface Dial {
  address: string
  signal: AbortSignal
  end: PromiseWithResolvers<Connection>
  accept(): void
}

describe('the dials of a node', () => {
  let local: PeerId
  let peer: PeerId
  let address: Multiaddr
  let dials: Dial[]
  let began: EventTarget
  let denied: boolean
  /** Addresses that libp2p was to look up */
  let looked: string[]
  let pool: DialPool

  beforeEach(async () => {
    [local, peer] = await Promise.all([createPeerId(), createPeerId()])
    address = multiaddr(`/ip4/192.0.2.1/tcp/1/p2p/${peer.toString()}`)
    dials = []
    began = new EventTarget()
    denied = false
    looked = []
    pool = new DialPool({
      peerId: local,
      connectionManager: {
        getConnections: () => [],
        openConnection: async address => {
          looked.push(String(address))

          return connection()
        }
      },
      connectionGater: { denyDialMultiaddr: () => denied },
      transportManager: {
        dial: async (address, { signal, onProgress }: any) => {
          const end = Promise.withResolvers<Connection>()
          dials.push({ address: address.toString(), signal, end, accept: () => { onProgress({ type: 'upgrader:encrypt-outbound-connection' }) } })
          began.dispatchEvent(new Event('dial'))

          return end.promise
        }
      }
    })
  })

  it('leave lists of addresses, as those of the public network, to libp2p', async () => {
    const list = multiaddr(`/dnsaddr/bootstrap.example.org/p2p/${peer.toString()}`)
    await pool.dial(list)

    expect(looked).to.deep.equal([list.toString()])
    expect(dials).to.deep.equal([])
  })

  it('share a connection to the same address', async () => {
    const both = Promise.all([pool.dial(address), pool.dial(address)])
    await untilDialled()
    dials[0].end.resolve(connection())
    const [first, second] = await both

    expect(first).to.equal(second)
    expect(dials).to.have.lengthOf(1)
    expect(dials[0].signal.aborted).to.equal(false)
  })

  it('go on until nobody waits for them, and close a connection that comes after that', async () => {
    const [ada, ben] = [new AbortController(), new AbortController()]
    const results = [ada, ben].map(async ({ signal }) => pool.dial(address, { signal }))
    await untilDialled()
    ada.abort(new AbortError('left'))
    await expect(results[0]).to.eventually.be.rejected.with.property('message', 'left')
    expect(dials[0].signal.aborted).to.equal(false)
    ben.abort(new AbortError('left'))
    await expect(results[1]).to.eventually.be.rejected.with.property('message', 'left')
    expect(dials[0].signal.aborted).to.equal(true)

    const late = connection()
    dials[0].end.resolve(late)
    pool.dial(address).catch(() => {})
    await until('the late connection to be closed', () => late.status === 'aborted')
  })

  it('tell when a host has accepted the connection, those who come later, too', async () => {
    let accepted = 0
    const onAccepted = (): void => { accepted++ }
    pool.dial(address, { onAccepted }).catch(() => {})
    await untilDialled()
    expect(accepted).to.equal(0)
    dials[0].accept()
    expect(accepted).to.equal(1)
    pool.dial(address, { onAccepted }).catch(() => {})

    expect(accepted).to.equal(2)
  })

  it('ask a host that does not accept a connection again, until it does', async () => {
    const timers = new ManualTimers()
    const signals: AbortSignal[] = []
    let accept = (): void => {}
    pool = new DialPool({
      peerId: local,
      connectionManager: { getConnections: () => [], openConnection: async () => connection() },
      transportManager: {
        dial: async (_, { signal, onProgress }: any) => new Promise((resolve, reject) => {
          signals.push(signal)
          signal.addEventListener('abort', () => { reject(signal.reason) })
          accept = () => { onProgress({ type: 'upgrader:encrypt-outbound-connection' }) }
        })
      }
    }, undefined, timers)
    const stopped = new AbortController()
    const dial = pool.dial(address, { signal: stopped.signal })
    dial.catch(() => {})

    await until('a dial', () => signals.length === 1)
    await timers.advance(ACCEPT_TIMEOUT)
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true, false])
    accept()
    await timers.advance(10 * ACCEPT_TIMEOUT)
    expect(signals).to.have.lengthOf(2)
    stopped.abort(new AbortError('left'))
    await expect(dial).to.eventually.be.rejectedWith('left')
    await timers.advance(ACCEPT_TIMEOUT)
    expect([signals.length, timers.size]).to.deep.equal([2, 0])
  })

  it('obey the connection gater, and never lead to the node itself', async () => {
    await expect(pool.dial(multiaddr(`/ip4/192.0.2.1/tcp/1/p2p/${local.toString()}`))).to.eventually.be.rejectedWith('this peer')
    denied = true
    await expect(pool.dial(address)).to.eventually.be.rejectedWith('gater')

    expect(dials).to.deep.equal([])
  })

  async function untilDialled (): Promise<void> {
    await until('a dial', () => dials.length > 0, { on: [began, 'dial'] })
  }

  function connection (): Connection {
    const connection = { status: 'open', remotePeer: peer, abort: () => { connection.status = 'aborted' } }

    return connection as unknown as Connection
  }
})

async function createPeerId (): Promise<PeerId> {
  return peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
}
