import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'aegir/chai'
import { describeInLab, figure, heardSince, Party, startBootstrap, strangersIn } from '../lab/index.ts'
import { keepBusy } from '../lab/keep-busy.ts'

/** Loops for each core: a load average of 10 on two */
const LOOPS = 5

/** ms for which the machine is that busy */
const BUSY = 600_000

/** ms: three times what it should take at most on a machine that has time */
const GONE_LIMIT = 9_000

describeInLab('a call of three on a machine with a load average of 10', { delay: 20 }, scene => {
  it('loses nobody in 10 minutes, and notices when one is killed', async () => {
    const bootstrap = [await startBootstrap(await scene.lab.host('bootstrap'))]
    const { voices } = await Party.start(scene, { names: ['Ada', 'Ben', 'Chloe'], bootstrap })
    const [ada, ben, chloe] = voices
    const end = keepBusy(await scene.lab.host('busy'), LOOPS * availableParallelism())

    try {
      await delay(BUSY)

      expect(voices.flatMap(({ events }) => events.filter(({ type }) => type === 'left'))).to.deep.equal([])
      expect(strangersIn(voices)).to.deep.equal([])

      const killed = Date.now()
      await ben.kill()
      const gone = await Promise.all([ada, chloe].map(async voice => voice.eventAfter(killed, ({ type, name }) => type === 'left' && name === 'Ben')))

      expect(figure('gone after kill -9, with a load average of 10', Math.max(...gone) - killed)).to.be.lessThan(GONE_LIMIT)
    } finally {
      end()
    }

    await heardSince(Date.now(), [ada, chloe])
  }).timeout(BUSY + 180_000)
})
