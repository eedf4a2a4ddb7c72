import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'aegir/chai'
import { describeInLab, figure, heardSince, Party, startBootstrap, strangersIn } from '../lab/index.ts'
import type { LabHost, LabVoice } from '../lab/index.ts'

/** ms from the fault to sound: three times what it should take at most */
const LIMIT = 9_000

/** ms until a telephone that has lost its Wi-Fi has a mobile network */
const WITHOUT_NETWORK = 500

interface Change {
  title: string
  cables: number
  make(host: LabHost): Promise<void>
}

const CHANGES: Change[] = [{
  title: 'whose address is replaced',
  cables: 1,
  make: async ({ cables: [cable] }) => { cable.changeAddress() }
}, {
  title: 'whose cable is pulled, with another one in place',
  cables: 2,
  make: async ({ cables: [cable] }) => { cable.unplug() }
}, {
  title: 'who goes from Wi-Fi to a mobile network',
  cables: 2,
  make: async ({ cables: [first, second] }) => {
    first.unplug()
    await delay(WITHOUT_NETWORK)
    second.plug()
  }
}]

/** Returns the states that the link between two has had since a time */
function linkChanges (since: number, ...pair: [LabVoice, LabVoice]): string[] {
  return pair.flatMap(({ events }, index) => events
    .filter(({ at, type, name }) => at >= since && type === 'link' && name === pair[1 - index].name)
    .map(({ state }) => state))
}

for (const { title, cables, make } of CHANGES) {
  describeInLab(`one of three ${title}`, { delay: 20 }, scene => {
    it('is heard again, and hears the others, who hear each other all the time', async () => {
      const { lab } = scene
      const bootstrap = [await startBootstrap(await lab.host('bootstrap'))]
      const { voices } = await Party.start(scene, {
        names: ['Ada', 'Ben', 'Chloe'],
        bootstrap,
        place: async name => {
          const host = await lab.host(name.toLowerCase())

          if (name === 'Ben' && cables > 1) {
            const second = await lab.plug(host)

            if (title.includes('mobile')) {
              second.unplug()
            }
          }

          return host
        }
      })
      const [ada, ben, chloe] = voices
      const changed = Date.now()
      await make(ben.host)

      expect(figure(`heard, ${title}`, await heardSince(changed, [ben], [ada, chloe]))).to.be.lessThan(LIMIT)
      expect(await heardSince(changed, [ada], [chloe]), 'ms until Ada and Chloe hear each other').to.equal(0)
      expect(linkChanges(changed, ada, chloe)).to.deep.equal([])
      expect(strangersIn(voices)).to.deep.equal([])
    }).timeout(150_000)
  })
}
