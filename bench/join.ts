import { createBootstrapPeer } from '../bootstrap/index.ts'
import { createIdentity } from '../keys/index.ts'
import { createCallPeer, createGroup, openMicrophone } from '../src/index.ts'
import { runBareMesh } from './bare-mesh.ts'
import { firstSound } from './first-sound.ts'
import { compare, summarize } from './report.ts'
import type { Report } from './report.ts'
import type { CallPeer, GroupCall } from '../src/index.ts'

const RUNS = 7

/** Goals as multiples of the bare limit, by number of participants */
const GOALS: Record<number, number> = { 2: 2, 4: 1.5, 8: 1.2 }

const METRIC = 'join to sound on every edge'

/**
 * Lets everybody join at the same moment, and measures the time from `join()` to sound
 * on every edge; alternates with the bare limit
 */
export async function benchJoin (log: (line: string) => void, sizes: number[] = [2, 4, 8]): Promise<Report> {
  const report: Report = { name: 'join', results: [], ratios: [] }

  for (const n of sizes) {
    const bare: number[] = []
    const own: number[] = []

    // the first run of each is a warm-up
    for (let run = 0; run <= RUNS; run++) {
      const limit = await runBareMesh(n)
      const { time, steps } = await runJoin(n)
      log(`N=${n} ${run === 0 ? 'warm-up' : `run ${run}`}: bare ${limit.toFixed(0)} ms, groupcall ${time.toFixed(0)} ms (latest of each step: ${steps})`)

      if (run > 0) {
        bare.push(limit)
        own.push(time)
      }
    }

    const limits = summarize('bare @roamhq/wrtc mesh', n, METRIC, 'ms', bare)
    const results = summarize('groupcall', n, METRIC, 'ms', own)
    report.results.push(limits, results)
    report.ratios.push(compare(results, limits, GOALS[n]))
  }

  return report
}

async function runJoin (n: number): Promise<{ time: number, steps: string }> {
  const bootstrap = await createBootstrapPeer({ host: '127.0.0.1', port: 0, wsPort: false, webrtcPort: false, stunPort: false })
  const peers: CallPeer[] = []
  const calls: GroupCall[] = []

  try {
    peers.push(...await Promise.all(Array.from({ length: n }, async () => enterNetwork(bootstrap.addresses()))))

    const group = createGroup({ name: 'bench', owner: await createIdentity() })
    const latest = new Map<string, number>()
    calls.push(...peers.map(({ services }) => services.calls.create(group, { microphone: async options => openMicrophone({ kind: 'tone' }, options) })))
    calls.forEach(call => {
      call.addEventListener('progress', ({ detail: { step, at } }) => { latest.set(step, Math.max(at, latest.get(step) ?? 0)) })
    })
    const began = performance.now()

    await Promise.all(calls.map(async call => call.join()))
    const sounds = await Promise.all(calls.map(async call => soundsOf(call, n - 1)))

    return {
      time: Math.max(...sounds.flat()) - began,
      steps: [...latest].map(([step, at]) => `${step} ${at.toFixed(0)}`).join(', ')
    }
  } finally {
    await Promise.all(calls.map(async call => call.leave()))
    await Promise.all(peers.map(async peer => peer.stop()))
    await bootstrap.stop()
  }
}

/** Creates a peer that has entered the network and done a walk of the DHT */
async function enterNetwork (bootstrap: string[]): Promise<CallPeer> {
  const peer = await createCallPeer({ identity: await createIdentity(), bootstrap, listen: ['/ip4/127.0.0.1/tcp/0'] })

  await new Promise<void>(resolve => {
    (peer as unknown as EventTarget).addEventListener('kad-dht:query:self', () => { resolve() }, { once: true })
  })

  return peer
}

/** Resolves with the time of the first sound from each of the others, over any link */
async function soundsOf (call: GroupCall, others: number): Promise<number[]> {
  const sounds = new Map<string, number>()
  const tracks = new Set<MediaStreamTrack>()

  await new Promise<void>((resolve, reject) => {
    const take = (): void => {
      for (const { publicKey, audio } of call.participants) {
        if (audio != null && !tracks.has(audio.track)) {
          tracks.add(audio.track)
          firstSound(audio.track).then(at => {
            sounds.set(publicKey, sounds.get(publicKey) ?? at)

            if (sounds.size === others) {
              resolve()
            }
          }, reject)
        }
      }
    }

    call.addEventListener('track', take)
    take()
  })

  return [...sounds.values()]
}
