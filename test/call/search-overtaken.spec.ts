import { expect } from 'aegir/chai'
import { PossibleMembers } from '../../src/call/possible-members.ts'
import { Search } from '../../src/call/search.ts'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { randomPeer } from '../discovery/fixtures/dht-peer.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import { StubEntry } from './fixtures/stub-entry.ts'
import { StubNode } from './fixtures/stub-node.ts'

const GROUP = createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } })

describe('a search that is overtaken', () => {
  let timers: ManualTimers
  let node: StubNode
  let entry: StubEntry
  let members: PossibleMembers
  let search: Search
  let opening: PromiseWithResolvers<void>
  let calls: string[]

  const create = async (hangAt?: number): Promise<void> => {
    timers = new ManualTimers()
    node = await StubNode.create(hangAt)
    entry = new StubEntry()
    members = new PossibleMembers({ peerId: node.components.peerId, entries: [] })
    opening = Promise.withResolvers()
    calls = []
    search = new Search({ node: node.components, networkEntry: entry, members, dht: { dhtProtocol: '/test/kad/1.0.0' }, timers }, {
      keys: deriveGroupKeys(GROUP),
      hints: { groupId: GROUP.id, members: [{ id: await randomPeer(), multiaddrs: [] }] },
      asker: {
        open: async () => {
          calls.push('open')
          await opening.promise
          calls.push('opened')
        },
        close: async () => { calls.push('close') },
        isAlone: () => true,
        isKnown: () => false,
        ask: async () => {
          calls.push('ask')
          await new Promise(() => {})
        }
      }
    })
  }

  const expectNothingLeft = async (): Promise<void> => {
    // whatever happens later must not begin anything
    search.makeRoom()
    await search.changeKeys(deriveGroupKeys(GROUP))
    members.addNeighbour({ id: await randomPeer(), multiaddrs: [] })
    await timers.advance(0)

    expect(node.left).to.deep.equal({ handlers: [], topologies: [], listeners: 0 })
    expect([entry.listenerCount('connection'), entry.listenerCount('failure'), members.listenerCount('neighbour')]).to.deep.equal([0, 0, 0])
    expect(timers.size).to.equal(0)
  }

  it('runs, with everything that it stops', async () => {
    await create()
    opening.resolve()
    await search.start()

    expect(node.left).to.deep.equal({ handlers: [], topologies: ['topology 0'], listeners: 3 })
    expect([entry.listenerCount('connection'), entry.listenerCount('failure'), members.listenerCount('neighbour')]).to.deep.equal([1, 1, 1])
    expect(timers.size).to.be.greaterThan(2)
    expect(calls).to.deep.equal(['open', 'opened', 'ask'])

    await search.stop()
    await expectNothingLeft()
    await search.stop()
    await expect(search.start()).to.eventually.be.rejected.with.property('name', 'AbortError')
    await expectNothingLeft()
  })

  ;(['stop()', 'the signal'] as const).forEach(end => {
    it(`is overtaken by ${end} while its asker opens, and closes it again`, async () => {
      await create()
      const controller = new AbortController()
      const starting = expect(search.start({ signal: controller.signal })).to.eventually.be.rejected.with.property('name', 'AbortError')
      const stopping = end === 'stop()' ? search.stop() : controller.abort()
      await Promise.all([starting, stopping])

      expect([calls[0], calls.at(-1)]).to.deep.equal(['open', 'close'])
      opening.resolve()
      await timers.advance(0)
      expect(calls.slice(-2)).to.deep.equal(['opened', 'close'])
      await expectNothingLeft()
    })

    it(`is overtaken by ${end} while its discovery starts, and leaves nothing behind`, async () => {
      await create(1)
      opening.resolve()
      const controller = new AbortController()
      const starting = expect(search.start({ signal: controller.signal })).to.eventually.be.rejected.with.property('name', 'AbortError')
      await timers.advance(0)
      expect([node.answers, node.topologies.size]).to.deep.equal([1, 1])
      const stopping = end === 'stop()' ? search.stop() : controller.abort()
      await Promise.all([starting, stopping])
      node.release()
      await timers.advance(0)

      await expectNothingLeft()
    })
  })

  it('goes on in a new epoch that begins while it starts', async () => {
    await create(1)
    opening.resolve()
    const starting = search.start()
    await timers.advance(0)
    await search.changeKeys(deriveGroupKeys({ ...GROUP, epoch: 1 }))
    node.release()
    await starting

    expect(node.left).to.deep.equal({ handlers: [], topologies: ['topology 1'], listeners: 3 })
    await search.stop()
    await expectNothingLeft()
  })

  it('is overtaken by stop() while it changes to a new epoch', async () => {
    await create(2)
    opening.resolve()
    await search.start()
    const changing = expect(search.changeKeys(deriveGroupKeys({ ...GROUP, epoch: 1 }))).to.eventually.be.rejected.with.property('name', 'AbortError')
    await timers.advance(0)
    expect(node.answers).to.equal(2)
    await search.stop()
    node.release()
    await changing

    await expectNothingLeft()
  })
})
