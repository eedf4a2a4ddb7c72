import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { Recovery } from '../../src/call/recovery.ts'
import { NetworkWatch } from '../../src/network/network-watch.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import { StubNode } from './fixtures/stub-node.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

const LOCAL = multiaddr('/ip4/192.168.1.2/tcp/1')
const RELAYED = multiaddr('/ip4/192.0.2.1/tcp/1/p2p/12D3KooWJdmPQ8S5VJtCBRqKmW4V2AFwqqGcyGEGcMYtzTGYPCcR/p2p-circuit')

describe('a node that can be dialled at other addresses than before', () => {
  let node: StubNode
  let addresses: Multiaddr[]
  let announced: string[][]
  let recovery: Recovery

  beforeEach(async () => {
    addresses = [LOCAL]
    announced = []
    node = await StubNode.create()
    recovery = new Recovery({ ...node.components, addressManager: { getAddresses: () => addresses } }, {
      entry: { redialAll: () => {} },
      dials: { forgive: () => {} },
      recoverables: () => [{ recover: () => {}, announce: addresses => { announced.push(addresses.map(String)) } }],
      watch: new NetworkWatch({ timers: new ManualTimers(), addresses: () => [], platform: () => () => {} })
    })
    recovery.start()
  })

  for (const type of ['transport:listening', 'self:peer:update'] as const) {
    it(`has its calls announce them on ${type}, until it stops`, () => { announcesOn(type) })
  }

  function announcesOn (type: 'transport:listening' | 'self:peer:update'): void {
    addresses = [LOCAL, RELAYED]
    node.events.dispatchEvent(new Event(type))
    recovery.stop()
    node.events.dispatchEvent(new Event(type))

    expect(announced).to.deep.equal([[LOCAL.toString(), RELAYED.toString()]])
  }
})
