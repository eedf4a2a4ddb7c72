import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { toString } from 'uint8arrays/to-string'
import { Discovery, NetworkClock } from '../../src/discovery/index.ts'
import { createGroup, deriveGroupKeys, RENDEZVOUS_SLOT_MS } from '../../src/group/index.ts'
import { ADD_PROVIDER, GET_PROVIDERS } from '../../src/network/messages.ts'
import { stubComponents } from './fixtures/components.ts'
import { providerRecord, randomPeer, stubDhtPeer } from './fixtures/dht-peer.ts'
import type { StubDhtPeer } from './fixtures/dht-peer.ts'
import type { DhtMessage } from '../../src/network/pb/dht.ts'

const HOUR = RENDEZVOUS_SLOT_MS
const SLOT = 500_000
const NOW = (SLOT + 0.5) * HOUR

describe('a peer whose clock is two hours ahead', () => {
  const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } }))
  let discovery: Discovery | undefined

  afterEach(async () => {
    await discovery?.stop()
  })

  it('is known under the hour of the others, too, and finds them there before it takes itself for alone', async () => {
    const member = await randomPeer()
    const record = await providerRecord(member, [multiaddr('/ip4/192.0.2.2/tcp/1')], await keys.rendezvous(SLOT - 2))
    const right = await slotKey(SLOT - 2)
    const dhtPeer = await stubDhtPeer(request => isAbout(request, right) ? [record] : [], () => NOW - (2 * HOUR))
    const { lookups, providers } = await look([dhtPeer])

    expect(providers).to.deep.equal([member.toString()])
    // the last one is the only conclusive one
    expect(lookups.slice(0, -1)).to.deep.include({ found: 1, conclusive: false })
    expect(keysOf(dhtPeer, ADD_PROVIDER)).to.deep.equal([await slotKey(SLOT), right])
    expect(keysOf(dhtPeer, GET_PROVIDERS)).to.deep.equal([await slotKey(SLOT), right])
  })

  it('is alone when nobody is there either', async () => {
    const dhtPeer = await stubDhtPeer(() => [], () => NOW - (2 * HOUR))
    const { providers } = await look([dhtPeer])

    expect(providers).to.deep.equal([])
    expect(keysOf(dhtPeer, GET_PROVIDERS)).to.have.lengthOf(2)
  })

  /** Until there is a conclusive lookup */
  async function look (dhtPeers: StubDhtPeer[]): Promise<{ lookups: unknown[], providers: string[] }> {
    discovery = new Discovery(await stubComponents({
      addressManager: { getAddresses: () => [multiaddr('/ip4/192.0.2.1/tcp/1')] } as any
    }), { keys, dhtProtocol: '/test/kad/1.0.0', alone: () => true, clock: new NetworkClock({ now: () => NOW }) })
    const lookups: unknown[] = []
    const providers: string[] = []
    const conclusive = Promise.withResolvers<void>()

    discovery.addEventListener('provider', ({ detail }) => { providers.push(detail.id.toString()) })
    discovery.addEventListener('lookup', ({ detail }) => {
      lookups.push(detail)

      if (detail.conclusive) {
        conclusive.resolve()
      }
    })
    dhtPeers.forEach(({ connection }) => { discovery?.addDhtPeer(connection) })
    await discovery.start()
    await conclusive.promise

    return { lookups, providers }
  }

  async function slotKey (slot: number): Promise<string> {
    return toString((await keys.rendezvous(slot)).key.multihash.bytes, 'base16')
  }
})

function isAbout ({ key }: DhtMessage, slotKey: string): boolean {
  return toString(key, 'base16') === slotKey
}

/** The keys that a DHT peer was told or asked, each once */
function keysOf ({ requests }: StubDhtPeer, type: number): string[] {
  return [...new Set(requests.filter(request => request.type === type).map(({ key }) => toString(key, 'base16')))]
}
