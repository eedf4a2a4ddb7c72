import { randomBytes } from 'node:crypto'
import { expect } from 'aegir/chai'
import { concat } from 'uint8arrays/concat'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { MAX_UNAUTHENTICATED_STREAMS } from '../../src/signaling/limits.ts'
import { protocolOf } from '../../src/signaling/signaling-server.ts'
import { NAME_BYTES } from '../../src/signaling/stream-name.ts'
import { sessionKeyOf } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { Stranger } from '../fixtures/stranger.ts'
import { createDifferentPeers, namesOf } from '../fixtures/strangers-peers.ts'
import type { CallPeer } from '../../src/index.ts'
import type { DifferentPeers } from '../fixtures/strangers-peers.ts'

describe('a stranger', () => {
  const scene = createScene()
  let different: DifferentPeers
  let peers: CallPeer[]
  let stranger: Stranger

  before(async () => {
    different = await createDifferentPeers(scene.network)
    peers = Object.values(different)
    stranger = await Stranger.create()
  })

  after(async () => {
    await stranger.stop()
  })

  it('can\'t tell a peer in two groups, or in one with past epochs, from one in none by what it shows', async () => {
    expect(peers.map(peer => namesOf(peer).length)).to.deep.equal([2, 4, 0])
    const shown = await Promise.all(peers.map(lookAt))

    expect(shown[0].protocols).to.include('/groupcall/signal/1.0.0/its session key')
    expect(shown.slice(1)).to.deep.equal([shown[0], shown[0]])
  })

  it('sees no change when a peer joins a call, and leaves it', async () => {
    const { peer, identity } = await scene.network.createPeer()
    const shown = [await lookAt(peer)]
    const call = await peer.services.calls.join(createGroup({ name: 'friends', owner: identity }))
    shown.push(await lookAt(peer))
    await call.leave()
    shown.push(await lookAt(peer))

    expect(shown.slice(1)).to.deep.equal([shown[0], shown[0]])
  })

  it('sees nothing but another key when a process starts again', async () => {
    const identity = await createIdentity()
    const group = createGroup({ name: 'friends', owner: identity })
    const shown = []

    for (let run = 0; run < 2; run++) {
      const { peer } = await scene.network.createPeer(identity)
      await peer.services.calls.join(group)
      shown.push(await lookAt(peer))
      await peer.stop()
    }

    expect(shown[0]).to.deep.equal(shown[1])
  })

  const name = (bytes: Uint8Array): Uint8Array => concat([Uint8Array.of(NAME_BYTES), bytes])
  const tries: Array<[string, () => Promise<Uint8Array>, { close: boolean }?]> = [
    ['random names', async () => name(randomBytes(NAME_BYTES))],
    ['random names with a message', async () => concat([name(randomBytes(NAME_BYTES)), Uint8Array.of(100), randomBytes(100)])],
    ['a name that belongs to another session key', async () => name(await nameOfAnother())],
    ['garbage', async () => new Uint8Array(5_000).fill(0xff)],
    ['the length of a whole frame', async () => Uint8Array.of(0x80, 0x80, 0x01)],
    ['shorter names', async () => Uint8Array.of(15, ...randomBytes(15))],
    ['half of a name, and the end of the stream', async () => Uint8Array.of(NAME_BYTES, ...randomBytes(8)), { close: true }]
  ]

  tries.forEach(([what, make, options]) => {
    it(`gets the same reset from all of them for ${what}, and not a byte`, async () => {
      for (const peer of peers) {
        const { status, received } = await stranger.send(peer, await make(), options)
        expect({ status, received }).to.deep.equal({ status: 'reset', received: 0 })
      }
    })
  })

  it('can hold as many streams that show nothing at each of them', async () => {
    for (const peer of peers) {
      expect(await stranger.crowd(peer, MAX_UNAUTHENTICATED_STREAMS + 4)).to.equal(MAX_UNAUTHENTICATED_STREAMS)
    }
  })

  /** All that identify tells, except what belongs to the connection or is new in each process */
  async function lookAt (peer: CallPeer): Promise<{ protocols: string[], agent?: string, version?: string }> {
    const { protocols, agentVersion, protocolVersion } = await stranger.look(peer)
    const own = protocolOf(sessionKeyOf(peer))

    return { protocols: protocols.map(protocol => protocol === own ? '/groupcall/signal/1.0.0/its session key' : protocol).sort(), agent: agentVersion, version: protocolVersion }
  }

  /** A name that the peer in two groups is called by in one of them, as it is of another process */
  async function nameOfAnother (): Promise<Uint8Array> {
    const { group } = different['in the calls of two groups'].services.calls.calls[0]

    return deriveGroupKeys(group).signalName(new Uint8Array(32).fill(1))
  }
})
