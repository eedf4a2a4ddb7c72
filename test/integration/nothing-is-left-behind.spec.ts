import { readdirSync } from 'node:fs'
import { expect } from 'aegir/chai'
import { createGroup } from '../../src/index.ts'
import { tone, untilAllHear } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import { namesOf } from '../fixtures/strangers-peers.ts'
import type { TestNetwork } from '../fixtures/network.ts'

const JOINS = 50
const WARM_UP = 5

/** Descriptors and threads that come and go by themselves: timers of the system, DNS, the garbage collector's mood */
const ALLOWANCE = 6

describe('a call that was left, fifty times', () => {
  let network: TestNetwork

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await network.stop()
  })

  it('leaves no descriptor, thread, timer or listener behind', async function () {
    const peers = await Promise.all([network.createPeer(), network.createPeer()])
    let before = usage()

    for (let join = 0; join < JOINS + WARM_UP; join++) {
      if (join === WARM_UP) {
        before = usage()
      }

      const group = createGroup({ name: `call ${join}`, owner: peers[0].identity })
      const calls = await Promise.all(peers.map(async ({ peer }) => peer.services.calls.join(group, { microphone: tone })))
      await untilAllHear(calls)
      await Promise.all(calls.map(async call => call.leave()))
      expect(calls.map(call => call.state)).to.deep.equal(['ended', 'ended'])
    }

    const after = usage()
    expect(after.descriptors - before.descriptors).to.be.at.most(ALLOWANCE)
    expect(after.threads - before.threads).to.be.at.most(ALLOWANCE)
    expect(after.timers - before.timers).to.be.at.most(ALLOWANCE)
    expect(peers.map(({ peer }) => peer.services.calls.calls)).to.deep.equal([[], []])
    expect(peers.map(({ peer }) => namesOf(peer))).to.deep.equal([[], []])
  })
})

function usage (): { descriptors: number, threads: number, timers: number } {
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    threads: readdirSync('/proc/self/task').length,
    timers: process.getActiveResourcesInfo().filter(resource => resource === 'Timeout').length
  }
}
