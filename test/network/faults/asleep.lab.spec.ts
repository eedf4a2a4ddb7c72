import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'aegir/chai'
import { describeInLab, figure, heardSince, Party, startBootstrap, strangersIn } from '../lab/index.ts'

/** ms from waking to sound: three times what it should take at most */
const LIMIT = 15_000

for (const seconds of [20, 60, 600]) {
  describeInLab(`one of three who sleeps for ${seconds} s`, { delay: 20 }, scene => {
    it('is heard again, and hears the others', async () => {
      const bootstrap = [await startBootstrap(await scene.lab.host('bootstrap'))]
      const { voices } = await Party.start(scene, { names: ['Ada', 'Ben', 'Chloe'], bootstrap })
      const ben = voices[1]

      ben.sleep(true)
      await delay(seconds * 1_000)
      const woken = Date.now()
      ben.sleep(false)

      // what it heard before it slept goes on for a moment
      await ben.eventAfter(woken, ({ type }) => type === 'link')
      expect(figure(`heard after sleeping for ${seconds} s`, await heardSince(woken, [ben], [voices[0], voices[2]]))).to.be.lessThan(LIMIT)
      expect(strangersIn(voices)).to.deep.equal([])
    }).timeout(seconds * 1_000 + 200_000)
  })
}
