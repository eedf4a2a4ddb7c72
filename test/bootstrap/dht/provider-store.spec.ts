import { expect } from 'aegir/chai'
import { MAX_KEYS, MAX_PROVIDERS_PER_KEY, MAX_RECORDS, ROOM_MADE } from '../../../bootstrap/dht/limits.ts'
import { ProviderStore } from '../../../bootstrap/dht/provider-store.ts'
import type { Provider } from '../../../bootstrap/dht/provider-store.ts'

const VALIDITY = 60_000
const FAKES = 50_000
const KEY = 'key'

describe('the provider store of a DHT server', () => {
  let now: number
  let connected: Set<string>
  let store: ProviderStore<Provider>

  beforeEach(() => {
    now = 1_000_000
    connected = new Set()
    store = new ProviderStore({ validity: VALIDITY, isConnected: ({ peer }) => connected.has(peer), now: () => now })
  })

  it('keeps 32 providers of a key', () => {
    const added = Array.from({ length: MAX_PROVIDERS_PER_KEY + 1 }, (_, i) => store.add(KEY, provider(`${i}`)))

    expect(added.slice(0, MAX_PROVIDERS_PER_KEY)).to.deep.equal(new Array(MAX_PROVIDERS_PER_KEY).fill(true))
    expect(store.get(KEY)).to.have.lengthOf(MAX_PROVIDERS_PER_KEY)
    expect(store.size).to.deep.equal({ keys: 1, records: MAX_PROVIDERS_PER_KEY })
  })

  it('keeps the last record of each', () => {
    store.add(KEY, provider('a'))
    now++
    store.add(KEY, provider('a', { proven: true }))

    expect(store.get(KEY)).to.deep.equal([provider('a', { proven: true })])
  })

  it('keeps members among 50,000 peers of the same network without proof, in any order of arrival', () => {
    store.add(KEY, provider('early', { proven: true }))
    flood()
    store.add(KEY, provider('late', { proven: true }))
    flood()

    expect(store.get(KEY).slice(0, 2).map(({ peer }) => peer)).to.have.members(['early', 'late'])
    expect(store.get(KEY)).to.have.lengthOf(MAX_PROVIDERS_PER_KEY)
  })

  it('keeps connected peers among 50,000 that aren\'t', () => {
    connected.add('member')
    store.add(KEY, provider('member'))
    flood()

    expect(store.get(KEY)[0].peer).to.equal('member')
  })

  it('keeps peers of other networks among 50,000 of one network, though these have the secret and stay connected', () => {
    store = new ProviderStore({ validity: VALIDITY, isConnected: () => true, now: () => now })
    store.add(KEY, provider('member', { proven: true, network: '198.51.100' }))
    flood({ proven: true })

    expect(store.get(KEY).slice(0, 2).map(({ peer }) => peer)).to.include('member')
  })

  it('does not tell everybody the same first', () => {
    flood({}, MAX_PROVIDERS_PER_KEY)
    const firsts = Array.from({ length: 100 }, () => store.get(KEY)[0].peer)

    expect(new Set(firsts).size).to.be.greaterThan(5)
  })

  it('keeps 4,096 keys', () => {
    for (let i = 0; i <= MAX_KEYS; i++) {
      store.add(`key ${i}`, provider('a'))
    }

    expect(store.size.keys).to.equal(MAX_KEYS * (1 - ROOM_MADE))
  })

  it('keeps 16,384 records', () => {
    for (let i = 0; i <= MAX_RECORDS; i++) {
      store.add(`key ${Math.floor(i / 16)}`, provider(`${i}`))
    }

    expect(store.size.records).to.be.at.most(MAX_RECORDS * (1 - ROOM_MADE))
    expect(store.size.records).to.be.greaterThan(MAX_RECORDS * (1 - (2 * ROOM_MADE)))
  })

  it('keeps others\' keys when one network creates 50,000, each with a proof', () => {
    connected.add('member')
    store.add('by a connected peer', provider('member'))
    store.add('of another network', provider('gone', { network: '198.51.100' }))

    for (let i = 0; i < FAKES; i++) {
      store.add(`false ${i}`, provider(`${i % 100}`, { proven: true }))
    }

    expect(store.get('by a connected peer')).to.have.lengthOf(1)
    expect(store.get('of another network')).to.have.lengthOf(1)
  })

  it('is not fooled by a crowd that provides the key of others too', () => {
    store.add(KEY, provider('member', { network: '198.51.100' }))

    for (let i = 0; i < FAKES; i++) {
      store.add(i % 100 === 0 ? KEY : `false ${i}`, provider(`${i}`))
    }

    expect(store.get(KEY).map(({ peer }) => peer)).to.include('member')
  })

  it('forgets them when they are too old', () => {
    store.add(KEY, provider('a'))
    now += VALIDITY + 1
    store.add('another key', provider('b'))

    expect(store.get(KEY)).to.deep.equal([])
    expect(store.size).to.deep.equal({ keys: 1, records: 1 })
  })

  function flood (of: Partial<Provider> = {}, count = FAKES): void {
    for (let i = 0; i < count; i++) {
      store.add(KEY, provider(`false ${i}`, of))
    }
  }

  function provider (peer: string, of: Partial<Provider> = {}): Provider {
    return { peer, proven: false, network: '192.0.2', at: now, ...of }
  }
})
