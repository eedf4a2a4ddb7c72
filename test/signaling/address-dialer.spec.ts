import { generateKeyPair } from '@libp2p/crypto/keys'
import { AbortError, TimeoutError } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { DialBudget } from '../../src/network/dial-budget.ts'
import { DIAL_STAGGER, FIRST_DIAL_PAUSE } from '../../src/network/limits.ts'
import { AddressDialer } from '../../src/signaling/address-dialer.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { Told } from '../../src/network/dial-budget.ts'
import type { Connection, PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

const TOLD: Told = { by: 'member', sources: ['somebody'] }
const REFUSES = '/ip4/192.0.2.1/tcp/1'
const HANGS = '/ip4/192.0.2.2/tcp/1'
const ANSWERS = '/ip4/192.0.2.3/tcp/1'

describe('the dialer of addresses that others have told', () => {
  let dialer: AddressDialer
  let peer: PeerId
  let relay: PeerId
  let timers: ManualTimers
  /** In order, without the peer at the end */
  let dialled: string[]
  /** Peers that are connected */
  let connected: PeerId[]
  /** What libp2p knows, and what a search finds */
  let stored: string[]
  let found: string[]
  let searches: number

  beforeEach(async () => {
    [peer, relay] = await Promise.all([createPeerId(), createPeerId()])
    timers = new ManualTimers()
    dialled = []
    connected = []
    stored = []
    found = []
    searches = 0
    dialer = new AddressDialer({
      connectionManager: {
        getConnections: (id: PeerId) => connected.filter(other => other.equals(id)).map(connectionTo)
      } as any,
      transportManager: { dialTransportForMultiaddr: (address: Multiaddr) => address.toString().includes('/udp/') ? undefined : {} } as any,
      peerStore: { get: async () => ({ addresses: stored.map(address => ({ multiaddr: multiaddr(address) })) }) } as any,
      peerRouting: {
        findPeer: async (id: PeerId) => {
          searches++

          return { id, multiaddrs: found.map(address => multiaddr(address)) }
        }
      } as any
    }, {
      dials: {
        budget: new DialBudget(() => 0),
        reuse: (id: PeerId | undefined) => connected.filter(other => other.equals(id)).map(other => async () => connectionTo(other)),
        dial: async (address, { signal } = {}) => open(address, signal as AbortSignal)
      },
      timers
    })
  })

  it('tries the next at once when one fails, and not again those that failed', async () => {
    await dial([REFUSES, ANSWERS])
    expect(dialled).to.deep.equal([REFUSES, ANSWERS])

    connected = []
    await dial([REFUSES, ANSWERS])
    expect(dialled).to.deep.equal([REFUSES, ANSWERS, ANSWERS])

    connected = []
    await timers.advance(FIRST_DIAL_PAUSE)
    await dial([REFUSES, ANSWERS])
    expect(dialled.slice(3)).to.deep.equal([REFUSES, ANSWERS])
  })

  it('tries the next beside one that doesn\'t answer, a quarter of a second later, and pauses for that one', async () => {
    const attempt = dial([HANGS, ANSWERS])
    await timers.advance(DIAL_STAGGER - 1)
    expect(dialled).to.deep.equal([HANGS])
    await timers.advance(1)
    expect(await attempt).to.have.property('remotePeer', peer)
    expect(dialled).to.deep.equal([HANGS, ANSWERS])

    connected = []
    await dial([HANGS, ANSWERS])
    expect(dialled.slice(2)).to.deep.equal([ANSWERS])
  })

  it('dials nobody that is connected', async () => {
    connected = [peer]
    await dial([ANSWERS])

    expect(dialled).to.deep.equal([])
  })

  it('begins with the next address after one has taken all the time', async () => {
    const slow = new AbortController()
    const attempt = dial([HANGS, ANSWERS], slow.signal)
    slow.abort(new TimeoutError('too slow'))
    await expect(attempt).to.eventually.be.rejected.with.property('name', 'TimeoutError')

    await dial([HANGS, ANSWERS])
    expect(dialled).to.deep.equal([HANGS, ANSWERS])
  })

  it('doesn\'t pause after a dial that the user has stopped', async () => {
    const leaving = new AbortController()
    const attempt = dial([HANGS], leaving.signal)
    leaving.abort(new AbortError('left'))
    await expect(attempt).to.eventually.be.rejected.with.property('name', 'AbortError')
    dial([HANGS]).catch(() => {})
    await Promise.resolve()

    expect(dialled).to.deep.equal([HANGS, HANGS])
  })

  it('dials nothing that has no host and port, or no transport, and says so', async () => {
    await expect(dial(['/dnsaddr/example.org', '/unix/%2ftmp%2fsocket', '/ip4/192.0.2.3/udp/1/webrtc-direct'])).to.eventually.be.rejected()

    expect(dialled).to.deep.equal([])
  })

  it('dials a relay once, and pauses only for the peer behind it that didn\'t answer', async () => {
    const behind = `${ANSWERS}/p2p/${relay.toString()}/p2p-circuit`
    const absent = await createPeerId()
    await expect(dial([behind], undefined, absent)).to.eventually.be.rejected()
    await expect(dial([behind], undefined, absent)).to.eventually.be.rejected()
    expect(dialled).to.deep.equal([ANSWERS, behind])

    await dial([behind])
    expect(dialled).to.deep.equal([ANSWERS, behind, behind])
  })

  it('doesn\'t dial a relay that refused for another peer behind it', async () => {
    const behind = `${REFUSES}/p2p/${relay.toString()}/p2p-circuit`
    await expect(dial([behind])).to.eventually.be.rejected()
    await expect(dial([behind], undefined, await createPeerId())).to.eventually.be.rejected()

    expect(dialled).to.deep.equal([REFUSES])
  })

  it('dials what libp2p knows of a peer that announces no addresses, or what it finds, within the same budget', async () => {
    stored = [REFUSES]
    await expect(dial([])).to.eventually.be.rejected()
    await expect(dial([])).to.eventually.be.rejected()
    expect([dialled, searches]).to.deep.equal([[REFUSES], 0])

    stored = []
    found = [REFUSES, ANSWERS]
    await dial([])
    expect([dialled, searches]).to.deep.equal([[REFUSES, ANSWERS], 1])
  })

  async function dial (addresses: string[], signal: AbortSignal = new AbortController().signal, to: PeerId = peer): Promise<Connection> {
    return dialer.dial(to, addresses.map(address => multiaddr(address)), TOLD, { signal })
  }

  async function open (address: Multiaddr, signal: AbortSignal): Promise<Connection> {
    const to = address.decapsulateCode(421).toString()
    const id = address.getComponents().findLast(({ name }) => name === 'p2p')?.value
    dialled.push(to)

    if (to.startsWith(HANGS)) {
      await new Promise((_resolve, reject) => { signal.addEventListener('abort', () => { reject(signal.reason) }) })
    }

    const reached = [peer, relay].find(other => other.toString() === id)

    if (to.startsWith(REFUSES) || reached == null) {
      throw new Error('Connection refused')
    }

    connected.push(reached)

    return connectionTo(reached)
  }
})

async function createPeerId (): Promise<PeerId> {
  return peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
}

function connectionTo (remotePeer: PeerId): Connection {
  return { remotePeer, status: 'open' } as unknown as Connection
}
