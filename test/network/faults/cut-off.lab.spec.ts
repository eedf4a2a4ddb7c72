import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'aegir/chai'
import { describeInLab, figure, heardSince, Party, startBootstrap, strangersIn } from '../lab/index.ts'

/** ms for which one of them receives and sends nothing */
const FAULT = 10_000

/** ms from its end to sound: three times what it should take at most */
const LIMIT = 12_000

describeInLab('one of four who is cut off for 10 s', { delay: 20 }, scene => {
  it('is heard again, and hears the others', async () => {
    const bootstrap = [await startBootstrap(await scene.lab.host('bootstrap'))]
    const { voices } = await Party.start(scene, { names: ['Ada', 'Ben', 'Chloe', 'Dan'], bootstrap })
    const [, ben, ...others] = voices
    const heal = ben.host.drop()

    await delay(FAULT)
    heal()

    expect(figure('back after being cut off for 10 s', await heardSince(Date.now(), [ben], [voices[0], ...others]))).to.be.lessThan(LIMIT)
    expect(strangersIn(voices)).to.deep.equal([])
  }).timeout(150_000)
})
