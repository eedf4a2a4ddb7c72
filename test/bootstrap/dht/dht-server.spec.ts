import { defaultLogger } from '@libp2p/logger'
import { lpStream } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { Uint8ArrayList } from 'uint8arraylist'
import { DhtServer } from '../../../bootstrap/dht/dht-server.ts'
import { MAX_ADDITIONS, MAX_PROVIDERS_PER_KEY, MAX_STREAM_BYTES, REQUEST_TIMEOUT } from '../../../bootstrap/dht/limits.ts'
import { getPreset } from '../../../bootstrap/index.ts'
import { createGroup, deriveGroupKeys } from '../../../src/group/index.ts'
import { MAX_ANSWER_BYTES, MAX_RECORD_ADDRESSES } from '../../../src/network/limits.ts'
import { ADD_PROVIDER, FIND_NODE, GET_PROVIDERS, GET_VALUE, PING } from '../../../src/network/messages.ts'
import { DhtMessage } from '../../../src/network/pb/dht.ts'
import { providerRecord, randomPeer } from '../../discovery/fixtures/dht-peer.ts'
import { useFakeTimers } from '../../fixtures/fake-timers.ts'
import { memoryStreams } from '../../fixtures/memory-streams.ts'
import type { DhtPeer } from '../../../src/network/pb/dht.ts'
import type { Connection, PeerId, Stream } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

const OWN = multiaddr('/ip4/198.41.0.4/tcp/4801')
const ADDRESS = multiaddr('/ip4/199.9.14.201/tcp/1')
const PRIVATE = multiaddr('/ip4/192.168.1.2/tcp/1')

describe('a DHT server', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))
  let key: Uint8Array<ArrayBuffer>
  let self: PeerId
  let peer: PeerId
  let neighbours: Map<string, Multiaddr[]>
  let closest: PeerId[]
  let server: DhtServer

  beforeEach(async () => {
    key = (await keys.rendezvous(1)).key.multihash.bytes.slice()
    self = await randomPeer()
    peer = await randomPeer()
    neighbours = new Map()
    closest = []
    server = createServer('local')
  })

  it('returns a peer that has added itself, unchanged', async () => {
    const record = await providerRecord(peer, [ADDRESS, PRIVATE], await keys.rendezvous(1))
    await ask([add(record)])

    expect((await provided())).to.deep.equal([record])
  })

  it('names members before others', async () => {
    const member = await randomPeer()
    await ask([add(await providerRecord(member, [ADDRESS], await keys.rendezvous(1)))], member)

    for (let i = 0; i < 2 * MAX_PROVIDERS_PER_KEY; i++) {
      const other = await randomPeer()
      await ask([add({ ...await providerRecord(other, [ADDRESS]), proof: new Uint8Array(64) })], other)
    }

    const providers = await provided()

    expect(providers).to.have.lengthOf(MAX_PROVIDERS_PER_KEY)
    expect(providers[0].id).to.deep.equal(member.toMultihash().bytes)
  })

  for (const [network, what, addresses] of [
    ['local', 'none', []],
    ['local', 'nine', Array.from({ length: MAX_RECORD_ADDRESSES + 1 }, (_, i) => multiaddr(`/ip4/199.9.14.201/tcp/${i + 1}`))],
    ['local', 'its own', [OWN]],
    ['local', 'one of 300 bytes', [multiaddr(`/dns4/${'a'.repeat(300)}/tcp/1`)]],
    ['amino', 'private ones in a public network', [PRIVATE]]
  ] as Array<[string, string, Multiaddr[]]>) {
    it(`keeps no record whose addresses are ${what}`, async () => {
      expect(await providedAfter(network, addresses)).to.deep.equal([])
    })
  }

  it('does not take for proven what it has changed', async () => {
    server = createServer('amino')
    await ask([add(await providerRecord(peer, [PRIVATE, ADDRESS], await keys.rendezvous(1)))])

    expect(await provided()).to.deep.equal([await providerRecord(peer, [ADDRESS])])
  })

  it('stores no record of another peer than its sender', async () => {
    await ask([add(await providerRecord(await randomPeer(), [ADDRESS], await keys.rendezvous(1)))])

    expect(await provided()).to.deep.equal([])
  })

  it('stores the last 30 records a minute of each peer', async () => {
    const record = await providerRecord(peer, [ADDRESS])
    await ask(Array.from({ length: MAX_ADDITIONS }, (_, i) => add(record, Uint8Array.of(18, 1, i))))
    await ask([add(record, Uint8Array.of(18, 1, 1)), add(record)])

    expect(server.providers.size.records).to.equal(MAX_ADDITIONS)
    expect(await provided()).to.deep.equal([record])
    expect(server.providers.get('120100')).to.deep.equal([])
    expect(server.providers.get('120101')).to.have.lengthOf(1)
  })

  it('reads 64 KiB of a stream, at once or bit by bit', async () => {
    const request = DhtMessage.encode({ type: PING, key: new Uint8Array(100) })
    const count = Math.ceil(MAX_STREAM_BYTES / request.byteLength)
    const { stream } = await ask(Array.from({ length: count }, () => ({ type: PING, key: new Uint8Array(100) })))
    expect(stream.status).to.equal('reset')

    const [ours, theirs] = memoryStreams()
    const handled = server.onStream(theirs, connection(peer))
    const frames = lpStream(ours)
    let answers = 0

    while (ours.status === 'open' && answers <= count) {
      await frames.write(request)
      answers += await frames.read().then(() => 1, () => 0)
    }

    await handled
    expect(ours.status).to.equal('reset')
    expect(answers).to.equal(count - 1)
  })

  for (const [what, bytes] of [
    ['says that it is longer', Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x04)],
    ['is not a message', Uint8Array.of(4, 255, 255, 255, 255)],
    ['is of a kind that is not served', Uint8Array.of(2, 8, 99)],
    ['stores a value', Uint8Array.of(2, 18, 0)]
  ] as Array<[string, Uint8Array]>) {
    it(`resets a stream whose message ${what}`, async () => {
      const { answers, stream } = await askBytes(bytes)

      expect(stream.status).to.equal('reset')
      expect(answers).to.deep.equal([])
    })
  }

  for (const [what, message] of [
    ['names two providers', (record: DhtPeer) => ({ type: ADD_PROVIDER, providers: [record, record] })],
    ['names nearer peers', (record: DhtPeer) => ({ type: GET_PROVIDERS, closer: [record] })],
    ['has a key of 129 bytes', () => ({ type: GET_PROVIDERS, key: new Uint8Array(129) })]
  ] as Array<[string, (record: DhtPeer) => Partial<DhtMessage>]>) {
    it(`resets a stream whose request ${what}`, async () => {
      expect(await statusAfter(message)).to.equal('reset')
    })
  }

  it('waits 10 s for a request', async () => {
    const timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })

    try {
      const [ours, theirs] = memoryStreams()
      const handled = server.onStream(theirs, connection(peer))

      await timers.tickAsync(REQUEST_TIMEOUT - 1)
      expect(ours.status).to.equal('open')
      await timers.tickAsync(1)
      await handled
      expect(ours.status).to.equal('reset')
      expect(timers.countTimers()).to.equal(0)
    } finally {
      timers.restore()
    }
  })

  it('closes when the remote peer has closed', async () => {
    const { stream } = await ask([{ type: PING }])

    expect(stream.status).to.equal('closed')
  })

  it('names peers near to a key, and those it is asked for, but nobody to itself', async () => {
    const [near, named] = [await randomPeer(), await randomPeer()]
    const names = async (type: number, key: Uint8Array, asker = peer): Promise<unknown> => (await ask([{ type, key: key.slice() }], asker)).answers[0].closer
    neighbours.set(near.toString(), [ADDRESS]).set(named.toString(), [PRIVATE]).set(peer.toString(), [ADDRESS])
    closest = [near]

    expect(await names(FIND_NODE, named.toMultihash().bytes)).to.deep.equal([await providerRecord(named, [PRIVATE]), await providerRecord(near, [ADDRESS])])
    expect(await names(FIND_NODE, peer.toMultihash().bytes)).to.deep.equal([await providerRecord(near, [ADDRESS])])
    expect(await names(FIND_NODE, self.toMultihash().bytes)).to.deep.equal([await providerRecord(self, [OWN]), await providerRecord(near, [ADDRESS])])
    expect(await names(FIND_NODE, (await randomPeer()).toMultihash().bytes)).to.deep.equal([await providerRecord(near, [ADDRESS])])
    expect(await names(GET_PROVIDERS, key)).to.deep.equal([await providerRecord(near, [ADDRESS])])
    expect(await names(GET_VALUE, key)).to.deep.equal([await providerRecord(near, [ADDRESS])])
  })

  it('never sends an answer that is too long to be read', async () => {
    const addresses = Array.from({ length: 100 }, (_, i) => multiaddr(`/dns4/${'a'.repeat(240)}/tcp/${i + 1}`))
    closest = await Promise.all(Array.from({ length: 20 }, async () => randomPeer()))
    closest.forEach(peer => { neighbours.set(peer.toString(), addresses) })

    for (let i = 0; i < MAX_PROVIDERS_PER_KEY; i++) {
      const other = await randomPeer()
      await ask([add(await providerRecord(other, addresses.slice(0, MAX_RECORD_ADDRESSES), await keys.rendezvous(1)))], other)
    }

    const { answers: [answer] } = await ask([{ type: GET_PROVIDERS, key }])

    expect(answer.providers).to.have.lengthOf(MAX_PROVIDERS_PER_KEY)
    expect(answer.closer).to.have.lengthOf(20)
    expect(DhtMessage.encode(answer).byteLength).to.be.within(MAX_ANSWER_BYTES * 0.6, MAX_ANSWER_BYTES)
  })

  it('reports its clock to peers that look for providers, if it has one', async () => {
    expect((await ask([{ type: GET_PROVIDERS, key }])).answers[0].time).to.equal(undefined)

    server = createServer('local', () => 1_700_000_000_000.5)
    const { answers } = await ask([{ type: GET_PROVIDERS, key }, { type: PING }, { type: FIND_NODE, key }])

    expect(answers.map(({ time }) => time)).to.deep.equal([1_700_000_000_001n, undefined, undefined])
  })

  function createServer (network: string, now?: () => number): DhtServer {
    return new DhtServer({
      peerId: self,
      peerStore: {
        getInfo: async (id: PeerId) => {
          const multiaddrs = neighbours.get(id.toString())

          if (multiaddrs == null) {
            throw new Error('not found')
          }

          return { id, multiaddrs }
        }
      } as any,
      addressManager: { getAddresses: () => [OWN.encapsulate(`/p2p/${self.toString()}`)] } as any,
      connectionManager: { getConnections: () => [] } as any,
      logger: defaultLogger()
    }, { preset: getPreset(network), closestPeers: (_, exclude) => closest.filter(peer => !exclude.includes(peer)), now })
  }

  function connection (remotePeer: PeerId): Connection {
    return { remotePeer, remoteAddr: multiaddr('/ip4/192.0.2.1/tcp/1') } as unknown as Connection
  }

  function add (record: DhtPeer, to = key): Partial<DhtMessage> {
    return { type: ADD_PROVIDER, key: to, providers: [record] }
  }

  /** Returns the providers that the server of a network names after a member has added these addresses */
  async function providedAfter (network: string, addresses: Multiaddr[]): Promise<DhtPeer[]> {
    server = createServer(network)
    await ask([add(await providerRecord(peer, addresses, await keys.rendezvous(1)))])

    return provided()
  }

  async function statusAfter (message: (record: DhtPeer) => Partial<DhtMessage>): Promise<string> {
    const { stream } = await ask([{ key, ...message(await providerRecord(peer, [ADDRESS])) }])
    expect(await provided()).to.deep.equal([])

    return stream.status
  }

  async function provided (): Promise<DhtPeer[]> {
    return (await ask([{ type: GET_PROVIDERS, key }])).answers[0].providers
  }

  /** All that comes back when these requests are sent on one stream, which is closed then */
  async function ask (requests: Array<Partial<DhtMessage>>, asker = peer): Promise<{ answers: DhtMessage[], stream: Stream }> {
    const bytes = new Uint8ArrayList()
    const [ours, theirs] = memoryStreams()
    theirs.addEventListener('message', ({ data }) => { bytes.append(data) })
    await lpStream(ours).writeV(requests.map(request => DhtMessage.encode(request)))

    return askBytes(bytes.subarray(), asker)
  }

  async function askBytes (bytes: Uint8Array, asker = peer): Promise<{ answers: DhtMessage[], stream: Stream }> {
    const [ours, theirs] = memoryStreams()
    const answers: DhtMessage[] = []
    const frames = lpStream(ours)
    const read = (async () => {
      while (true) {
        answers.push(DhtMessage.decode(await frames.read()))
      }
    })().catch(() => {})
    const handled = server.onStream(theirs, connection(asker))

    ours.send(bytes)
    await ours.close().catch(() => {})
    await Promise.all([handled, read])

    return { answers, stream: ours }
  }
})
