import { lpStream } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { boundAnswers } from '../../src/network/bounded-answers.ts'
import { MAX_ANSWER_ADDRESSES, MAX_ANSWER_BYTES, MAX_ANSWER_PEERS } from '../../src/network/limits.ts'
import { FIND_NODE } from '../../src/network/messages.ts'
import { DhtMessage } from '../../src/network/pb/dht.ts'
import { memoryStreams } from '../fixtures/memory-streams.ts'
import type { DhtPeer } from '../../src/network/pb/dht.ts'
import type { Stream } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'

const ADDRESS = multiaddr('/ip4/192.0.2.1/tcp/1').bytes.slice()

describe('the answers of DHT peers, as kad-dht reads them', () => {
  for (const [what, answer] of [
    ['64 peers of 48 addresses', { closer: peers(MAX_ANSWER_PEERS, MAX_ANSWER_ADDRESSES) }],
    ['none', {}]
  ] as Array<[string, Partial<DhtMessage>]>) {
    it(`may name ${what}`, async () => {
      const { stream, theirs } = await open()
      const read = lpStream(stream).read()
      await lpStream(theirs).write(DhtMessage.encode({ type: FIND_NODE, ...answer }))

      expect(DhtMessage.decode(await read).closer).to.have.lengthOf(answer.closer?.length ?? 0)
    })
  }

  for (const [what, answer] of [
    ['65 nearer peers', { closer: peers(MAX_ANSWER_PEERS + 1, 1) }],
    ['65 providers', { providers: peers(MAX_ANSWER_PEERS + 1, 1) }],
    ['a peer of 49 addresses', { closer: peers(1, MAX_ANSWER_ADDRESSES + 1) }],
    ['a provider of 100,000 addresses', { providers: peers(1, 100_000) }],
    ['50,000 providers', { providers: peers(50_000, 1) }],
    ['one of more than 256 KiB', { closer: [{ ...peers(1, 0)[0], multiaddrs: [new Uint8Array(MAX_ANSWER_BYTES)] }] }]
  ] as Array<[string, Partial<DhtMessage>]>) {
    it(`are not read to the end when they name ${what}`, async () => {
      const { stream, theirs } = await open()
      const read = lpStream(stream).read()
      read.catch(() => {})
      const bytes = DhtMessage.encode({ type: FIND_NODE, ...answer })
      await lpStream(theirs).write(bytes).catch(() => {})

      await expect(read).to.eventually.be.rejected()
      expect(theirs.status).to.equal('reset')
    })
  }

  it('are not there either when they come before they are read', async () => {
    const { stream, theirs } = await open()
    await lpStream(theirs).write(DhtMessage.encode({ type: FIND_NODE, closer: peers(MAX_ANSWER_PEERS + 1, 1) })).catch(() => {})

    await expect(lpStream(stream).read()).to.eventually.be.rejected()
  })

  it('are 256 KiB in all', async () => {
    const { stream, theirs } = await open()
    const answer = DhtMessage.encode({ type: FIND_NODE, closer: peers(MAX_ANSWER_PEERS, 10) })
    const count = Math.ceil(MAX_ANSWER_BYTES / answer.byteLength)
    const [ours, others] = [lpStream(stream), lpStream(theirs)]
    let read = 0

    while (theirs.status === 'open' && read <= count) {
      await others.write(answer).catch(() => {})
      read += await ours.read().then(() => 1, () => 0)
    }

    expect(theirs.status).to.equal('reset')
    expect(read).to.equal(count - 1)
  })

  /** A stream that kad-dht opens */
  async function open (): Promise<{ stream: Stream, theirs: Stream }> {
    const [ours, theirs] = memoryStreams()
    const manager = boundAnswers({ openStream: async () => ours } as unknown as ConnectionManager)

    return { stream: await manager.openStream(multiaddr('/ip4/192.0.2.1/tcp/1'), '/test/kad/1.0.0'), theirs }
  }
})

function peers (count: number, addresses: number): DhtPeer[] {
  return Array.from({ length: count }, () => ({
    id: new Uint8Array(38),
    multiaddrs: Array.from({ length: addresses }, () => ADDRESS),
    proof: new Uint8Array(0)
  }))
}
