import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createInvite } from '../../src/index.ts'
import { Running } from '../cli/fixtures/run.ts'
import { joinTogether, leaveAll, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { GroupCall } from '../../src/index.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

/** ms of silence after which a participant is gone: shorter than the 9 s that are usual */
const GONE_LIMIT = 3_500

describe('a participant whose process is killed', () => {
  let network: TestNetwork
  let directory: string
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork({ limits: { goneLimit: GONE_LIMIT } })
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
    await rm(directory, { recursive: true })
  })

  it('is shown as reconnecting within 2 s and gone in time, and the others talk on', async () => {
    calls = await joinTogether(network, 2)
    const [a, b] = calls.map(({ call }) => call)
    await untilAllHear([a, b])
    const killed = new Running([
      'call', createInvite(a.group, { addresses: [network.address] }), '--json', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0',
      '--key', join(directory, 'key.json'), '--audio', 'tone'
    ])
    const linkState = (call: GroupCall): string | undefined => call.participants.find(({ publicKey }) => publicKey !== a.publicKey && publicKey !== b.publicKey)?.linkState
    await Promise.all([a, b].map(async call => untilCall(call, 'participant:update', () => linkState(call) === 'connected')))

    const began = performance.now()
    killed.child.kill('SIGKILL')
    await untilCall(a, 'participant:update', () => linkState(a) === 'reconnecting')
    // ICE alone takes at least 5 s to notice
    expect(performance.now() - began).to.be.lessThan(4_500)
    await Promise.all([a, b].map(async call => untilCall(call, 'participant:leave', () => call.participants.length === 1)))
    expect(performance.now() - began).to.be.lessThan(GONE_LIMIT + 5_000)

    await untilAllHear([a, b])
  })
})
