import { createGroup } from '../src/index.ts'
import { FRAME_MS, InputMicrophone } from '../src/media/index.ts'
import { createTestNetwork } from '../test/fixtures/network.ts'
import { sever } from '../test/fixtures/severed.ts'
import { until } from '../test/fixtures/until.ts'
import { judge, summarize } from './report.ts'
import type { Report } from './report.ts'
import type { GroupCall, Participant } from '../src/index.ts'

/** ms between two bursts of sound, and ms of each: far longer than any delay, and a syllable */
const PERIOD = 500
const BURST = 50

/** Linear level of a frame in a burst: far above what a codec makes of silence */
const LOUD = 0.05

/** ms that carrying may add, see the README */
const GOAL = 80

/** ms until jitter buffers have settled */
const SETTLING = 5_000

/** An input of short bursts, which notes when each begins */
class Bursts {
  readonly begun: number[] = []
  private frame = 0

  read (): Int16Array {
    const at = this.frame++ * FRAME_MS % PERIOD

    if (at === 0) {
      this.begun.push(performance.now())
    }

    return new Int16Array(480).map((_, sample) => at < BURST ? 10_000 * Math.sin(2 * Math.PI * 1_000 * sample / 48_000) : 0)
  }

  async stop (): Promise<void> {}
}

/**
 * Measures what a carrier adds from mouth to ear: Ben hears Ada directly, or through Chloe,
 * who hears the same bursts directly. All are in this process.
 */
export async function benchCarried (progress: (line: string) => void, bursts = 30): Promise<Report> {
  const network = await createTestNetwork()
  const group = createGroup({ name: 'bench', owner: (await network.createPeer()).identity })
  const input = new Bursts()
  const create = async (name: string, microphone?: InputMicrophone): Promise<GroupCall> => {
    const { peer } = await network.createPeer()

    return peer.services.calls.create(group, { name, microphone })
  }
  const [ada, ben, chloe] = [await create('Ada', new InputMicrophone({ kind: 'tone', input })), await create('Ben'), await create('Chloe')]

  sever(ada, ben)
  await Promise.all([ada, ben, chloe].map(async call => call.join()))
  const adaIn = (call: GroupCall): Participant | undefined => call.participants.find(({ name }) => name === 'Ada')
  await until('Chloe to carry Ada', () => adaIn(ben)?.carrier != null && adaIn(chloe)?.audio != null)
  progress('carried')

  const direct = onsets(adaIn(chloe))
  const carried = onsets(ben.participants.find(({ name }) => name === 'Chloe'))
  await new Promise(resolve => setTimeout(resolve, SETTLING))
  const first = input.begun.length
  await until(`${bursts} bursts`, () => input.begun.length >= first + bursts + 1, { limit: 2 * bursts * PERIOD })

  const begun = input.begun.slice(first, first + bursts)
  const delays = (times: number[]): number[] => begun.map(at => (times.find(time => time >= at) ?? NaN) - at)
  const [alone, through] = [delays(direct), delays(carried)]
  const added = summarize('carried by a member', 3, 'added delay', 'ms', through.map((delay, index) => delay - alone[index]).filter(delay => !Number.isNaN(delay)))

  await Promise.all([ada, ben, chloe].map(async call => call.leave()))
  await network.stop()

  return {
    name: 'carried',
    results: [
      summarize('direct', 3, 'mouth to ear', 'ms', alone.filter(delay => !Number.isNaN(delay))),
      summarize('carried by a member', 3, 'mouth to ear', 'ms', through.filter(delay => !Number.isNaN(delay))),
      added
    ],
    ratios: [judge(added, '80 ms', GOAL, 1)]
  }
}

/** Collects when a participant's stream becomes loud, in ms */
function onsets (participant?: Participant): number[] {
  const times: number[] = []
  let last = -Infinity

  participant?.audio?.listen(frame => {
    const now = performance.now()

    if (frame.some(sample => Math.abs(sample) > LOUD * 32_768)) {
      if (now - last > PERIOD / 2) {
        times.push(now)
      }

      last = now
    }
  })

  return times
}
