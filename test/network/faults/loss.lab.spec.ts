import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'aegir/chai'
import { describeInLab, heardSince, Party, startBootstrap, strangersIn } from '../lab/index.ts'

/** ms for which packets are lost, in each direction of one person's network */
const FAULT = 600_000
const PERCENT = 30

describeInLab('one of three whose network loses 30 % of all packets for 10 minutes', { delay: 20 }, scene => {
  it('stays in the call, and so does everybody', async () => {
    const bootstrap = [await startBootstrap(await scene.lab.host('bootstrap'))]
    const { voices } = await Party.start(scene, { names: ['Ada', 'Ben', 'Chloe'], bootstrap })
    const heal = voices[1].host.drop({ percent: PERCENT })

    await delay(FAULT)
    heal()
    await heardSince(Date.now(), voices)

    expect(voices.flatMap(({ events }) => events.filter(({ type }) => type === 'left'))).to.deep.equal([])
    expect(strangersIn(voices)).to.deep.equal([])
  }).timeout(FAULT + 180_000)
})
