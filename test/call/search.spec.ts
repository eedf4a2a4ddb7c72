import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { MAX_ATTEMPTS, REACH_TIMEOUT } from '../../src/call/limits.ts'
import { PossibleMembers } from '../../src/call/possible-members.ts'
import { Search } from '../../src/call/search.ts'
import { sessionKeyOf } from '../../src/call/session-peer.ts'
import { NetworkClock } from '../../src/discovery/index.ts'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { providerRecord, randomPeer, stubDhtPeer } from '../discovery/fixtures/dht-peer.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import { StubEntry } from './fixtures/stub-entry.ts'
import { StubNode } from './fixtures/stub-node.ts'
import type { SearchComponents, SearchInit } from '../../src/call/search.ts'
import type { PeerId } from '@libp2p/interface'

const GROUP = createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } })
const KEYS = deriveGroupKeys(GROUP)
const NOW = 500_000.5 * 3_600_000
const ADDRESS = multiaddr('/ip4/192.0.2.1/tcp/1')

describe('a search', () => {
  let timers: ManualTimers
  let entry: StubEntry
  let members: PossibleMembers
  let search: Search
  let told: string[]
  let asked: string[]
  let known: string[]
  let alone: boolean
  let reservations: SearchComponents['dht']['reservations']

  const start = async (bootstrapPeers: number, hints?: SearchInit['hints']): Promise<void> => {
    const node = await StubNode.create()
    timers = new ManualTimers()
    entry = new StubEntry(bootstrapPeers)
    members = new PossibleMembers({ peerId: node.components.peerId, entries: [] })
    told = []
    asked = []
    known = []
    alone = true
    search = new Search({ node: node.components, networkEntry: entry, members, dht: { dhtProtocol: '/test/kad/1.0.0', clock: new NetworkClock({ now: () => NOW }), reservations }, timers }, {
      keys: KEYS,
      hints,
      asker: {
        open: async () => {},
        close: async () => {},
        isAlone: () => alone,
        isKnown: sessionKey => known.includes(sessionKey),
        ask: async ({ id }, { signal }) => {
          asked.push(id.toString())
          await new Promise((_resolve, reject) => { signal?.addEventListener('abort', () => { reject(signal.reason) }) })
        }
      }
    })
    search.addEventListener('exhausted', () => { told.push('exhausted') })
    search.addEventListener('problem', ({ detail: { message } }) => { told.push(message.split(/[ ,.:(]/).slice(0, 3).join(' ')) })
    await search.start()
  }

  afterEach(async () => {
    reservations = undefined
    await search.stop()
  })

  it('that knows nobody to ask reports so at once', async () => {
    await start(0)

    expect(told).to.deep.equal(['No bootstrap peer', 'exhausted'])
  })

  it('that reaches no bootstrap peer reports so, and after 10 s that nobody is there', async () => {
    await start(1)
    entry.fail(ADDRESS)
    expect(told).to.deep.equal(['Can\'t reach /ip4/192'])

    await timers.advance(REACH_TIMEOUT - 1)
    expect(told).to.have.lengthOf(1)
    await timers.advance(1)
    expect(told.slice(1)).to.deep.equal(['Can\'t reach anybody', 'exhausted'])
  })

  it('does not report that nobody is there while a peer that was found has yet to answer', async () => {
    const peer = await randomPeer()
    await start(1, { groupId: GROUP.id })
    members.addNeighbour({ id: peer, multiaddrs: [ADDRESS] })
    entry.connect((await stubDhtPeer(() => [])).connection)
    await timers.advance(100)
    expect([asked, told]).to.deep.equal([[peer.toString()], []])

    search.fail(sessionKeyOf(peer))
    await timers.advance(0)
    expect(told).to.deep.equal(['exhausted'])
  })

  it('does not report that nobody is there, or that nobody can be reached, while a bootstrap peer may yet answer, for 10 s at most', async () => {
    await start(2)
    entry.pending = true
    entry.fail(ADDRESS)
    entry.connect((await stubDhtPeer(() => [])).connection)
    await timers.advance(REACH_TIMEOUT - 1)
    expect(told).to.deep.equal([])

    await timers.advance(1)
    expect(told).to.deep.equal(['exhausted'])
  })

  it('waits for a relay reservation, for 10 s at most, because others can\'t find it without', async () => {
    reservations = { addEventListener: () => {}, removeEventListener: () => {}, settled: new Promise(() => {}) }
    await start(1)
    entry.connect((await stubDhtPeer(() => [])).connection)
    await timers.advance(REACH_TIMEOUT - 1)
    expect(told).to.deep.equal([])

    await timers.advance(1)
    expect(told.at(-1)).to.equal('exhausted')
  })

  it('reports no bootstrap peer that it can\'t reach while it asks a member, or once it isn\'t alone', async () => {
    const peer = await randomPeer()
    await start(1, { groupId: GROUP.id, members: [{ id: peer, multiaddrs: [ADDRESS] }] })
    entry.fail(ADDRESS)
    alone = false
    search.succeed(sessionKeyOf(peer))
    entry.fail(ADDRESS)
    await timers.advance(2 * REACH_TIMEOUT)

    expect(told.filter(line => line !== 'exhausted')).to.deep.equal([])
  })

  it('looks for a member that was lost, everywhere and where it was, whatever failed before', async () => {
    const lost = await randomPeer()
    const dhtPeer = await stubDhtPeer(() => [])
    await start(1, { groupId: GROUP.id })
    entry.connect(dhtPeer.connection)
    alone = false
    await timers.advance(REACH_TIMEOUT)
    const questions = dhtPeer.requests.length
    search.lose('ada', { id: lost, multiaddrs: [ADDRESS] })
    await timers.advance(10)
    expect([asked, entry.checks]).to.deep.equal([[lost.toString()], 1])
    expect(dhtPeer.requests.length).to.be.greaterThan(questions)

    for (let failures = 0; failures < 5; failures++) {
      search.fail(sessionKeyOf(lost))
      await timers.advance(1_000)
    }

    expect(asked.length).to.be.at.least(5)
    search.find('ada')
    search.fail(sessionKeyOf(lost))
    asked = []
    await timers.advance(60_000)
    expect(asked).to.deep.equal([])
  })

  it('asks only peers that the DHT names when it has no hints', async () => {
    await start(1)
    members.addNeighbour({ id: await randomPeer(), multiaddrs: [ADDRESS] })
    entry.connect((await stubDhtPeer(() => [])).connection)
    await timers.advance(100)

    expect(asked).to.deep.equal([])
    expect(told).to.include('exhausted')
  })

  it('asks those that a lobby has found, an invite names, and the DHT', async () => {
    const [found, invited, provider] = [await randomPeer(), await randomPeer(), await randomPeer()]
    const record = await providerRecord(provider, [ADDRESS], await KEYS.rendezvous(500_000))
    await start(1, { groupId: GROUP.id, addresses: [addressOf(invited)], members: [{ id: found, multiaddrs: [ADDRESS] }] })
    expect(entry.added.map(String)).to.deep.equal([addressOf(invited).toString()])

    entry.connect((await stubDhtPeer(() => [record])).connection)
    await timers.advance(1_000)
    expect(asked).to.have.members([found, invited, provider].map(String))
  })

  it('neither asks peers that its caller knows, nor looks for others once it isn\'t alone', async () => {
    const peers = await Promise.all(Array.from({ length: MAX_ATTEMPTS }, async () => randomPeer()))
    await start(1, { groupId: GROUP.id })
    known = peers.map(sessionKeyOf)
    alone = false
    peers.forEach(id => { members.addNeighbour({ id, multiaddrs: [ADDRESS] }) })
    await timers.advance(2 * REACH_TIMEOUT)

    expect(asked).to.deep.equal([])
    expect(told).to.deep.equal(['exhausted'])
  })

  it('looks under the key of a new epoch, and asks bootstrap peers that are connected already', async () => {
    const next = deriveGroupKeys({ ...GROUP, epoch: 1 })
    const provider = await randomPeer()
    const record = await providerRecord(provider, [ADDRESS], await next.rendezvous(500_000))
    const key = (await next.rendezvous(500_000)).key.multihash.bytes
    await start(1)
    entry.connect((await stubDhtPeer(request => request.key.every((byte, index) => byte === key[index]) ? [record] : [])).connection)
    await timers.advance(100)
    expect(asked).to.deep.equal([])

    await search.changeKeys(next)
    await timers.advance(100)
    expect(asked).to.deep.equal([provider.toString()])
  })
})

function addressOf (peer: PeerId): typeof ADDRESS {
  return multiaddr(`/ip4/192.0.2.2/tcp/1/p2p/${peer.toString()}`)
}
