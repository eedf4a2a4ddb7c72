import { AudioReceiver, InputMicrophone } from '../src/media/index.ts'
import { BareMesh } from './bare-mesh.ts'
import { Bursts, timeBursts } from './bursts.ts'
import { contest } from './contest/contest.ts'
import { OwnMesh } from './own-mesh.ts'
import { compare } from './report.ts'
import type { Ear } from './bursts.ts'
import type { Measured } from './contest/contest.ts'
import type { Report } from './report.ts'

/** Bursts of a run, whose median counts */
const BURSTS = 20

/** Level with bare WebRTC: runs of one system differ as much */
const GOAL = 1.1

export interface BenchVoiceInit {
  runs?: number
  log(line: string): void
}

/** Measures the delay from mouth to ear over a link in this process; alternates with bare WebRTC */
export async function benchVoice ({ runs, log }: BenchVoiceInit): Promise<Report> {
  const { results: [bare, own] } = await contest({
    n: 2,
    metric: 'mouth to ear',
    contestants: [{ system: 'bare @roamhq/wrtc mesh', run: runBare }, { system: 'groupcall', run: runOwn }],
    runs,
    log
  })

  return { name: 'voice', results: [bare, own], ratios: [compare(own, bare, GOAL)] }
}

async function runBare (): Promise<Measured> {
  const mouths: Bursts[] = []
  const mesh = new BareMesh(async () => open(mouths))
  const receivers: AudioReceiver[] = []

  try {
    await mesh.add(2)
    receivers.push(...mesh.connections.flatMap(connection => connection.getReceivers()).map(({ track }) => new AudioReceiver(track)))

    // the first connection is that of the second participant, which hears the first
    return await measure(mouths[0], receivers[0])
  } finally {
    receivers.forEach(receiver => { receiver.stop() })
    await mesh.stop()
  }
}

async function runOwn (): Promise<Measured> {
  const mouths: Bursts[] = []
  const mesh = await OwnMesh.create(2, async index => open(mouths, index))

  try {
    await mesh.join(mesh.calls)

    return await measure(mouths[0], mesh.calls[1].participants[0].audio)
  } finally {
    await mesh.stop()
  }
}

/** Opens the microphone of the next participant, or of the one with this index */
async function open (mouths: Bursts[], index = mouths.length): Promise<InputMicrophone> {
  const input = mouths[index] = new Bursts()

  return new InputMicrophone({ kind: 'tone', input })
}

async function measure (mouth: Bursts, ear?: Ear): Promise<Measured> {
  if (ear == null) {
    throw new Error('Nobody is heard')
  }

  const [times] = await timeBursts(mouth, [ear], BURSTS)
  const heard = times.filter(time => !Number.isNaN(time)).sort((a, b) => a - b)

  return { time: heard[Math.floor(heard.length / 2)] }
}
