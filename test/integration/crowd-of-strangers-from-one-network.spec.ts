import { networkInterfaces } from 'node:os'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { MAX_FAILED_PROOFS_PER_NETWORK } from '../../src/signaling/limits.ts'
import { RawMember } from '../fixtures/raw-member.ts'
import type { TestCall } from '../fixtures/calls.ts'

/** This machine's own: on loopback all are the user's, and nobody's network is ignored */
const address = Object.values(networkInterfaces()).flat().find(own => own?.family === 'IPv4' && !own.internal)?.address

describe('strangers under one key after the other', () => {
  it(`are ignored with their network after ten tries in a minute${address == null ? ' (skipped: this machine has no address but loopback)' : ''}`, async function () {
    if (address == null) {
      this.skip()
    }

    const identity = await createIdentity()
    const peer = await createCallPeer({ identity, listen: [`/ip4/${address}/tcp/0`] })
    const victim: TestCall = { identity, peer, call: await peer.services.calls.join(createGroup({ name: 'friends', owner: identity })) }
    const strangers: Array<Pick<RawMember['peer'], 'stop'>> = []
    const tryOnce = async (): Promise<void> => {
      const stranger = await RawMember.create({ stopping: peer => { strangers.push(peer) } }, victim)
      await stranger.sendAndBeReset(new Uint8Array(100))
    }

    try {
      expect(peer.getMultiaddrs().map(own => multiaddr(own).getComponents()[0].value)).to.include(address)

      for (let i = 0; i < MAX_FAILED_PROOFS_PER_NETWORK; i++) {
        await tryOnce()
      }

      expect(victim.call.dropped).to.deep.equal({ seal: MAX_FAILED_PROOFS_PER_NETWORK })
      await tryOnce()
      expect(victim.call.dropped).to.deep.equal({ seal: MAX_FAILED_PROOFS_PER_NETWORK, ignored: 1 })
    } finally {
      await Promise.all(strangers.map(async stranger => stranger.stop()))
      await victim.call.leave()
      await peer.stop()
    }
  })
})
