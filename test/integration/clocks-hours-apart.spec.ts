import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { TCP_ONLY } from '../bootstrap/fixtures/client.ts'
import { untilCall } from '../fixtures/calls.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { CallPeer, Group, GroupCall } from '../../src/index.ts'

const HOUR = 3_600_000

/** ms: half the way of a report, and what a busy machine adds */
const PRECISION = 5_000

describe('clocks that are hours apart', () => {
  let bootstrap: BootstrapPeer | undefined
  let peers: CallPeer[]
  let calls: GroupCall[]
  let group: Group
  let differences: Map<GroupCall, number[]>

  beforeEach(async () => {
    bootstrap = undefined
    peers = []
    calls = []
    differences = new Map()
    group = createGroup({ name: 'friends', owner: await createIdentity() })
  })

  afterEach(async () => {
    await Promise.all(calls.map(async call => call.leave()))
    await Promise.all(peers.map(async peer => peer.stop()))
    await bootstrap?.stop()
  })

  it('don\'t keep two members apart, and the member whose clock is wrong is told', async () => {
    bootstrap = await createBootstrapPeer(TCP_ONLY)
    const ada = await join(0)
    const ben = await join(2 * HOUR)
    await meet()

    expect(differences.get(ada)).to.deep.equal([])
    expect(differences.get(ben)).to.have.lengthOf(1)
    expect(differences.get(ben)?.[0]).to.be.closeTo(2 * HOUR, PRECISION)
  })

  it('are reported in each call, even if they were noticed in an earlier call', async () => {
    bootstrap = await createBootstrapPeer(TCP_ONLY)
    const first = await join(-2 * HOUR)
    await first.leave()
    const second = await joinWith(peers[0])

    expect(differences.get(second)).to.have.lengthOf(1)
    expect(differences.get(second)?.[0]).to.be.closeTo(-2 * HOUR, PRECISION)
  })

  it('don\'t keep two members apart whose clocks are wrong in different ways, in either order', async () => {
    bootstrap = await createBootstrapPeer(TCP_ONLY)
    await join(-5 * HOUR)
    await join(2 * HOUR)
    await meet()
  })

  it('hide nobody if a bootstrap peer lies and reports different times to each peer', async () => {
    let lies = 0
    bootstrap = await createBootstrapPeer({ ...TCP_ONLY, now: () => Date.now() + (++lies * HOUR) })
    await join(0)
    await join(0)
    await meet()

    expect(lies).to.be.at.least(2)
  })

  it('are noticed by what members say, where no bootstrap peer tells the time', async () => {
    const [ada, ben] = [await join(0), await join(0)]
    await meet()
    const cleo = await join(2 * HOUR)
    await untilCall(cleo, 'clock', () => differences.get(cleo)?.length === 1)

    expect(differences.get(cleo)?.[0]).to.be.closeTo(2 * HOUR, PRECISION)
    expect([ada, ben].map(call => differences.get(call))).to.deep.equal([[], []])
  })

  /** One more member joins, whose clock is ahead by so many ms */
  async function join (ahead: number): Promise<GroupCall> {
    const peer = await createCallPeer({
      identity: await createIdentity(),
      bootstrap: bootstrap?.addresses() ?? [],
      listen: ['/ip4/127.0.0.1/tcp/0'],
      now: () => Date.now() + ahead
    })
    peers.push(peer)

    return joinWith(peer)
  }

  async function joinWith (peer: CallPeer): Promise<GroupCall> {
    const call = peer.services.calls.create(group, { addresses: bootstrap == null ? peers[0].getMultiaddrs() : [] })
    const told: number[] = []
    calls.push(call)
    differences.set(call, told)
    call.addEventListener('clock', ({ detail: { difference } }) => { told.push(difference) })
    await call.join()

    return call
  }

  async function meet (): Promise<void> {
    await Promise.all(calls.map(async call => untilCall(call, 'participant:join', () => call.participants.length === calls.length - 1)))
  }
})
