import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createInvite } from '../../src/index.ts'
import { Running } from '../cli/fixtures/run.ts'
import { joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'
import type { GroupCall } from '../../src/index.ts'

/** ms of silence after which a participant is gone: so long that nothing but a proof of its death removes it in a test */
const GONE_LIMIT = 300_000

describe('a participant whose process is killed', () => {
  const scene = createScene({ limits: { goneLimit: GONE_LIMIT } })
  let directory: string

  before(async () => { directory = await mkdtemp(join(tmpdir(), 'groupcall-test-')) })

  after(async () => { await rm(directory, { recursive: true }) })

  for (const alone of [false, true]) {
    it(`is shown as reconnecting, and gone because its death is proved, ${alone ? 'after the bootstrap peer has died, too' : 'and the others talk on'}`, async () => isMissed(alone))
  }

  async function isMissed (alone: boolean): Promise<void> {
    scene.calls = await joinTogether(scene.network, 2)
    const [a, b] = scene.calls.map(({ call }) => call)
    await untilAllHear([a, b])
    const killed = new Running([
      'call', createInvite(a.group, { addresses: [scene.network.address] }), '--json', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0',
      '--key', join(directory, 'key.json'), '--audio', 'tone'
    ])
    const linkState = (call: GroupCall): string | undefined => call.participants.find(({ publicKey }) => publicKey !== a.publicKey && publicKey !== b.publicKey)?.linkState
    await Promise.all([a, b].map(async call => untilCall(call, 'participant:update', () => linkState(call) === 'connected')))

    if (alone) {
      await scene.network.bootstrap.stop()
    }

    const states = [a, b].map(call => {
      const seen: Array<string | undefined> = []
      call.addEventListener('participant:update', () => { seen.push(linkState(call)) })

      return seen
    })
    const gone = Promise.all([a, b].map(async call => untilCall(call, 'participant:leave', () => call.participants.length === 1)))
    killed.child.kill('SIGKILL')
    await gone

    states.forEach(seen => { expect(seen).to.include('reconnecting') })
    await untilAllHear([a, b])
  }
})
