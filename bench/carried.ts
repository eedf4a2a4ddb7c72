import { createGroup } from '../src/index.ts'
import { InputMicrophone } from '../src/media/index.ts'
import { createTestNetwork } from '../test/fixtures/network.ts'
import { sever } from '../test/fixtures/severed.ts'
import { until } from '../test/fixtures/until.ts'
import { Bursts, timeBursts } from './bursts.ts'
import { judge, summarize } from './report.ts'
import type { Ear } from './bursts.ts'
import type { Report } from './report.ts'
import type { GroupCall, Participant } from '../src/index.ts'

/** ms that carrying may add, see docs/performance.md */
const GOAL = 80

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
  const participantIn = (call: GroupCall, name: string): Participant | undefined => call.participants.find(participant => participant.name === name)

  sever(ada, ben)
  await Promise.all([ada, ben, chloe].map(async call => call.join()))
  const ears = (): Array<Ear | undefined> => [participantIn(chloe, 'Ada')?.audio, participantIn(ben, 'Chloe')?.audio]
  await until('Chloe to carry Ada', () => participantIn(ben, 'Ada')?.carrier != null && ears().every(ear => ear != null))
  progress('carried')

  const [alone, through] = await timeBursts(input, ears() as Ear[], bursts)
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
