import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createBootstrapPeer } from '../bootstrap/index.ts'
import { createIdentity } from '../keys/index.ts'
import { createCallPeer, createGroup, createInvite, openMicrophone } from '../src/index.ts'
import { TCP_ONLY } from '../test/bootstrap/fixtures/client.ts'
import { COMMAND } from '../test/cli/fixtures/run.ts'
import { firstSound } from './first-sound.ts'
import { judge, summarize } from './report.ts'
import type { Report } from './report.ts'
import type { CallPeer, GroupCall } from '../src/index.ts'

const RUNS = 7

/** Peers in the network, including the bootstrap peer and the member in the call */
const PEERS = 20

/** ms from the start of the process to sound, both ways */
const GOAL = 2_000

const METRIC = 'process start to sound both ways'

/**
 * Starts the command, which joins a member that waits in a call: measures the time from
 * the start of the process until both have heard each other
 */
export async function benchCold (log: (line: string) => void): Promise<Report> {
  const bootstrap = await createBootstrapPeer(TCP_ONLY)
  const peers: CallPeer[] = []
  const times: number[] = []

  try {
    // one after another: a stampede would measure itself
    while (peers.length < PEERS - 1) {
      peers.push(await createCallPeer({ identity: await createIdentity(), bootstrap: bootstrap.addresses(), listen: ['/ip4/127.0.0.1/tcp/0'] }))
    }

    for (let run = 0; run < RUNS; run++) {
      times.push(await runCold(peers[run % peers.length], bootstrap.addresses()))
      log(`run ${run + 1}: ${times[run].toFixed(0)} ms`)
    }
  } finally {
    await Promise.all(peers.map(async peer => peer.stop()))
    await bootstrap.stop()
  }

  const result = summarize('groupcall', 2, METRIC, 'ms', times)

  return {
    name: 'cold',
    results: [result],
    ratios: [judge(result, `${GOAL} ms`, GOAL, 1)]
  }
}

async function runCold (peer: CallPeer, addresses: string[]): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'groupcall-bench-'))
  const group = createGroup({ name: 'bench', owner: await createIdentity() })
  const call = await peer.services.calls.join(group, { microphone: async options => openMicrophone({ kind: 'tone' }, options) })
  const here = heardBy(call)
  const began = performance.now()
  const child = startCommand(['call', createInvite(group, { addresses }), '--json', '--audio', 'tone', '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0', '--key', join(directory, 'key.json')])

  try {
    const times = await Promise.all([here, child.heard])

    return Math.max(...times) - began
  } finally {
    await call.leave()
    await child.stop()
    await rm(directory, { recursive: true })
  }
}

async function heardBy (call: GroupCall): Promise<number> {
  return new Promise((resolve, reject) => {
    call.addEventListener('track', ({ detail: { track } }) => { firstSound(track).then(resolve, reject) }, { once: true })
  })
}

/** Starts the command of this build in a separate process */
function startCommand (args: string[]): { heard: Promise<number>, stop(): Promise<void> } {
  const [node, ...before] = COMMAND
  const child = spawn(node, [...before, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>(resolve => { child.on('close', () => { resolve() }) })

  return {
    heard: new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', line => {
        if (JSON.parse(line).type === 'heard') {
          resolve(performance.now())
        }
      })
      child.on('close', code => { reject(new Error(`The command exited with code ${code}`)) })
    }),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    }
  }
}
