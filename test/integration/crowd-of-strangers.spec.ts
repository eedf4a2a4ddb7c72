import { networkInterfaces } from 'node:os'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { MAX_UNAUTHENTICATED_STREAMS } from '../../src/signaling/limits.ts'
import { protocolOf } from '../../src/signaling/signaling-server.ts'
import { createPlainPeer, RawMember, sessionKeyOf } from '../fixtures/raw-member.ts'
import { until } from '../fixtures/until.ts'
import type { CallPeer } from '../../src/index.ts'
import type { TestCall } from '../fixtures/calls.ts'

/** This machine's own if it has any: on loopback, all peers are the user's */
const ADDRESS = Object.values(networkInterfaces()).flat().find(own => own?.family === 'IPv4' && !own.internal)?.address ?? '127.0.0.1'

/** Strangers that fail before a member comes, each under a key of its own */
const STRANGERS = 30

describe('a crowd of strangers at one address', () => {
  let victim: TestCall
  let stopping: Array<{ stop(): unknown }>

  beforeEach(async () => {
    const { identity, peer } = await createPeer()
    victim = { identity, peer, call: await peer.services.calls.join(createGroup({ name: 'friends', owner: identity })) }
    stopping = [peer]
  })

  afterEach(async () => {
    await Promise.all(stopping.map(async peer => peer.stop()))
  })

  it('doesn\'t keep out a member behind the same address, while they fail on', async () => {
    let failed = 0
    const over = new AbortController()
    const failOn = async (): Promise<void> => {
      while (!over.signal.aborted) {
        const stranger = await RawMember.create({ stopping: () => {} }, victim)
        await stranger.sendAndBeReset(new Uint8Array(100))
        await stranger.peer.stop()
        failed++
      }
    }
    const crowd = Promise.all([failOn(), failOn()])

    try {
      await until('many to have failed', () => failed >= STRANGERS, { seen: () => failed })
      await joinAsMember()
    } finally {
      over.abort()
      await crowd
    }

    expect(victim.call.dropped).to.deep.equal({ seal: failed })
  })

  it('doesn\'t keep out a member while they hold streams that show nothing', async () => {
    const strangers = await Promise.all(Array.from({ length: 2 * MAX_UNAUTHENTICATED_STREAMS }, async () => createPlainPeer()))
    stopping.push(...strangers)

    for (const stranger of strangers) {
      const connection = await stranger.dial(victim.peer.getMultiaddrs())
      await connection.newStream(protocolOf(sessionKeyOf(victim.peer)))
    }

    const held = (): number => victim.peer.getConnections().flatMap(({ streams }) => streams).filter(({ protocol }) => protocol.startsWith('/groupcall/signal/')).length
    await until('no more than 16 to be left', () => held() === MAX_UNAUTHENTICATED_STREAMS, { seen: held })
    await joinAsMember()
    expect(victim.call.dropped).to.deep.equal({})
  })

  async function joinAsMember (): Promise<void> {
    const { peer } = await createPeer()
    stopping.push(peer)
    const addresses = victim.peer.getMultiaddrs()
    expect(addresses.map(address => multiaddr(address).getComponents()[0].value)).to.deep.equal([ADDRESS])

    // a blocked peer would be alone in a call of its own
    const call = await peer.services.calls.join(victim.call.group, { addresses })
    expect(call.participants.map(({ publicKey }) => publicKey)).to.deep.equal([victim.call.publicKey])
  }

  async function createPeer (): Promise<{ identity: TestCall['identity'], peer: CallPeer }> {
    const identity = await createIdentity()

    return { identity, peer: await createCallPeer({ identity, listen: [`/ip4/${ADDRESS}/tcp/0`] }) }
  }
})
