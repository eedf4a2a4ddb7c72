import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'aegir/chai'
import { describeInLab, figure, heardSince, Party, startBootstrap, strangersIn } from '../lab/index.ts'
import type { LabBootstrap, LabHost } from '../lab/index.ts'

/** ms for which two halves can't reach each other */
const FAULT = 30_000

/** ms from its end to sound: three times what it should take at most */
const LIMIT = 15_000

for (const [where, count] of [['without a bootstrap peer', 0], ['with a bootstrap peer on one side', 1], ['with a bootstrap peer on either side', 2]] as const) {
  describeInLab(`a call of four split in two for 30 s, ${where}`, { delay: 20 }, scene => {
    it('comes together again', async () => {
      const { lab } = scene
      const servers: LabHost[] = []
      const bootstrap: LabBootstrap[] = []

      for (let i = 0; i < count; i++) {
        servers.push(await lab.host(`bootstrap${i}`))
        bootstrap.push(await startBootstrap(servers[i]))
      }

      const { voices } = await Party.start(scene, { names: ['Ada', 'Ben', 'Chloe', 'Dan'], bootstrap })
      const here = [...voices.slice(0, 2).map(({ host }) => host), ...servers.slice(0, 1)]
      const there = [...voices.slice(2).map(({ host }) => host), ...servers.slice(1)]
      const heal = here.flatMap(host => there.map(({ address }) => host.drop({ address })))

      await delay(FAULT)
      heal.forEach(end => { end() })

      expect(figure(`merged after a split ${where}`, await heardSince(Date.now(), voices.slice(0, 2), voices.slice(2)))).to.be.lessThan(LIMIT)
      expect(strangersIn(voices)).to.deep.equal([])
      expect(voices.flatMap(({ events }) => events.filter(({ type }) => type === 'denied'))).to.deep.equal([])
    }).timeout(180_000)
  })
}
