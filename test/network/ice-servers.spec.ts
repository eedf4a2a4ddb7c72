import { UnsupportedProtocolError } from '@libp2p/interface'
import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { IceServers } from '../../src/network/ice-servers.ts'
import { STUN, TURN_UDP } from '../../src/network/ice-services.ts'
import { FIRST_ICE_RETRY, MAX_ICE_SERVERS_OF_A_KIND, MAX_ICE_SOURCES } from '../../src/network/limits.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { IceOffer } from '../../src/network/ice-services.ts'
import type { Connection } from '@libp2p/interface'

const LIFETIME = 3_600_000

describe('the list of ICE servers', () => {
  let timers: ManualTimers
  let servers: IceServers
  /** Names of the peers that were asked */
  let asked: string[]
  /** What they offer: a failure, or servers */
  let offers: Record<string, Error | IceOffer>
  let changes: boolean[]
  let open: Connection[]

  beforeEach(() => {
    timers = new ManualTimers()
    asked = []
    changes = []
    offers = { a: offer(STUN, 'stun:a:1') }
    open = []
    servers = new IceServers({
      logger: defaultLogger(),
      connectionManager: { getConnections: peer => open.filter(({ remotePeer }) => remotePeer === peer) }
    }, {
      timers,
      ask: async ({ remotePeer }) => {
        const name = remotePeer.toString()
        asked.push(name)

        if (offers[name] instanceof Error) {
          throw offers[name]
        }

        return offers[name]
      }
    })
    servers.addEventListener('change', ({ detail: { gained } }) => { changes.push(gained) })
    servers.start()
  })

  afterEach(() => {
    servers.stop()
    expect(timers.size).to.equal(0)
  })

  it('is empty until a bootstrap peer has answered', async () => {
    add('a')
    expect(servers.list).to.deep.equal([])
    await timers.advance(0)
    expect(servers.list).to.deep.equal([{ urls: 'stun:a:1' }])
    expect(changes).to.deep.equal([true])
  })

  it('is asked for again at half of its lifetime, and changes with the credentials', async () => {
    add('a')
    await timers.advance(LIFETIME / 2 - 1)
    expect(asked).to.deep.equal(['a'])
    offers.a = offer(STUN, 'stun:a:2')
    await timers.advance(1)
    expect(asked).to.deep.equal(['a', 'a'])
    expect(servers.list).to.deep.equal([{ urls: 'stun:a:2' }])
    // only the first server of its kind may let a link through that found no way
    expect(changes).to.deep.equal([true, false])
  })

  it('says when the first of a kind is there', async () => {
    offers = { a: offer(STUN, 'stun:a:1'), b: offer(STUN, 'stun:b:1'), c: offer(TURN_UDP, 'turn:c:1?transport=udp') }
    'abc'.split('').forEach(name => { add(name) })
    await timers.advance(0)
    expect(changes).to.deep.equal([true, false, true])
  })

  it('keeps the servers of a peer that is gone until they expire', async () => {
    add('a')
    await timers.advance(0)
    open = []
    await timers.advance(LIFETIME - 1)
    expect(servers.list).to.have.lengthOf(1)
    await timers.advance(1)
    expect(servers.list).to.deep.equal([])
    expect(asked).to.deep.equal(['a'])
  })

  it('has at most two of each kind, the first ones', async () => {
    offers = Object.fromEntries('abcde'.split('').map(name => [name, offer(STUN, `stun:${name}:1`)]))
    Object.keys(offers).forEach(name => { add(name) })
    await timers.advance(0)
    expect(MAX_ICE_SERVERS_OF_A_KIND).to.equal(2)
    expect(servers.list.map(({ urls }) => urls)).to.deep.equal(['stun:a:1', 'stun:b:1'])
  })

  it('remembers the first eight peers', async () => {
    const names = Array.from({ length: MAX_ICE_SOURCES + 1 }, (_, index) => `peer${index}`)
    const last = names.at(-1) as string
    offers = Object.fromEntries(names.map(name => [name, offer(name === last ? TURN_UDP : STUN, `${name}:1`)]))
    names.forEach(name => { add(name) })
    await timers.advance(0)
    expect(servers.list.map(({ urls }) => urls)).to.deep.equal(['peer0:1', 'peer1:1'])
    // a place becomes free
    open = open.filter(({ remotePeer }) => remotePeer.toString() !== 'peer7')
    await timers.advance(LIFETIME)
    await timers.advance(LIFETIME / 2)
    expect(servers.list.map(({ urls }) => urls)).to.deep.equal(['peer0:1', 'peer1:1', `${last}:1`])
  })

  it('asks a peer that didn\'t answer again after growing pauses', async () => {
    offers.a = new Error('too slow')
    add('a')
    await timers.advance(FIRST_ICE_RETRY)
    expect(asked).to.have.lengthOf(2)
    await timers.advance(2 * FIRST_ICE_RETRY - 1)
    expect(asked).to.have.lengthOf(2)
    offers.a = offer(STUN, 'stun:a:1')
    await timers.advance(1)
    expect(servers.list).to.have.lengthOf(1)
  })

  it('never asks a peer without the protocol again, nor one behind a relay at all', async () => {
    offers.a = new UnsupportedProtocolError('no')
    add('a')
    add('b', { limits: { bytes: 1n } })
    await timers.advance(LIFETIME)
    expect(asked).to.deep.equal(['a'])
  })

  it('asks a peer once at a time', async () => {
    add('a')
    add('a')
    await timers.advance(0)
    expect(asked).to.deep.equal(['a'])
  })

  it('is empty after a stop, whatever arrives then', async () => {
    add('a')
    servers.stop()
    await timers.advance(LIFETIME)
    expect(servers.list).to.deep.equal([])
    add('a')
    await timers.advance(0)
    expect(servers.list).to.deep.equal([])
  })

  const peers = new Map<string, { toString(): string }>()

  function add (name: string, more: object = {}): void {
    const peer = peers.get(name) ?? { toString: () => name }
    peers.set(name, peer)
    const connection = { remotePeer: peer, status: 'open', ...more } as unknown as Connection
    open.push(connection)
    servers.add(connection)
  }
})

function offer (kind: number, urls: string): IceOffer {
  return { servers: [{ kind, server: { urls } }], lifetime: LIFETIME }
}
