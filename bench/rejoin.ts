import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createIdentity } from '../keys/index.ts'
import { createCallPeer, parseInvite } from '../src/index.ts'
import { Running } from '../test/cli/fixtures/run.ts'
import { tone, untilCall, untilHeard } from '../test/fixtures/calls.ts'
import { judge, summarize } from './report.ts'
import { settledMemory } from './settled-memory.ts'
import type { Report } from './report.ts'
import type { Memory } from './settled-memory.ts'
import type { CallPeer, Group } from '../src/index.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

const REJOINS = 40

/** Rejoins between two measurements; what comes before the first one fills tables and compiles code */
const STEP = 10

/** ms after which the participant that stays is killed */
const TIMEOUT = 30 * 60_000

/** MiB by which the heap and what it refers to may grow from the first measurement to the last */
const GOAL = 1

/**
 * Joins and leaves a call again and again with one peer, until it hears the participant
 * that stays, and measures the memory of this process
 */
export async function benchRejoin (log: (line: string) => void, rejoins = REJOINS): Promise<Report> {
  const directory = await mkdtemp(join(tmpdir(), 'groupcall-bench-'))
  const steady = new Running(['call', '--json', '--audio', 'tone', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0', '--key', join(directory, 'key.json')], { timeout: TIMEOUT })
  const peer = await createCallPeer({ identity: await createIdentity(), listen: ['/ip4/127.0.0.1/tcp/0'] })
  const measured: Array<{ joins: number, memory: Memory }> = []

  try {
    const { invite } = await steady.event(({ type }) => type === 'invite')
    const { group, addresses } = parseInvite(invite)

    for (let joins = 1; joins <= rejoins; joins++) {
      await rejoin(peer, group, [...addresses])

      if (joins % STEP === 0) {
        const memory = await settledMemory()
        measured.push({ joins, memory })
        log(`${joins} rejoins: ${Object.entries(memory).map(([kind, mib]) => `${kind} ${mib.toFixed(1)} MiB`).join(', ')}`)
      }
    }
  } finally {
    await peer.stop()
    await steady.kill()
    await rm(directory, { recursive: true })
  }

  const [first, last] = [measured[0].memory, measured[measured.length - 1].memory]
  const growth = summarize('groupcall', rejoins - STEP, `heap and external memory after the first ${STEP} rejoins`, 'MiB', [last.heapUsed + last.external - first.heapUsed - first.external])

  return {
    name: 'rejoin',
    results: [
      ...measured.flatMap(({ joins, memory }) => Object.entries(memory).map(([kind, mib]) => summarize('groupcall', joins, kind, 'MiB', [mib]))),
      growth
    ],
    ratios: [judge(growth, `${GOAL} MiB`, GOAL, 1)]
  }
}

async function rejoin (peer: CallPeer, group: Group, addresses: Multiaddr[]): Promise<void> {
  const call = await peer.services.calls.join(group, { addresses, microphone: tone })

  await untilCall(call, 'track', () => call.participants.some(({ audio }) => audio != null))
  await untilHeard(call, call.participants[0])
  await call.leave()
}
