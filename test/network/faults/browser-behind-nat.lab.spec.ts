import { expect } from 'aegir/chai'
import { createIdentity } from '../../../keys/index.ts'
import { createGroup, createInvite } from '../../../src/index.ts'
import { needsCoturnAlone } from '../../bootstrap/fixtures/coturn.ts'
import { needsChromium } from '../../e2e/fixtures/scene.ts'
import { describeInLab, figure, heardAfter, startBootstrap, startCall } from '../lab/index.ts'
import { startBrowser } from '../lab/start-browser.ts'
import type { NATKind } from '../lab/index.ts'

/** ms from joining to sound: three times what it should take at most */
const LIMIT = 9_000

const NETWORKS: Array<{ title: string, kind: NATKind, turn: boolean }> = [
  { title: 'a browser and the command behind port-restricted cones', kind: 'port-restricted', turn: false },
  { title: 'a browser and the command behind symmetric NATs, with TURN', kind: 'symmetric', turn: true }
]

for (const { title, kind, turn } of NETWORKS) {
  for (const [first, second] of [['command', 'browser'], ['browser', 'command']] as const) {
    describeInLab(`${title}, the ${first} there first`, { delay: 20 }, scene => {
      const skipped = needsChromium()

      before(function () {
        if (turn) {
          needsCoturnAlone(this)
        }
      })

      it(`hear each other${skipped}`, async () => {
        const { lab, directory } = scene
        const bootstrap = await startBootstrap(await lab.host('bootstrap'), turn ? ['--turn'] : [])
        const invite = createInvite(createGroup({ name: 'friends', owner: await createIdentity() }))
        const start = {
          browser: async () => startBrowser(await lab.host('ada', { behind: await lab.router('home-a', kind) }), { name: 'browser', directory, bootstrap, invite }),
          command: async () => startCall(await lab.host('ben', { behind: await lab.router('home-b', kind) }), { name: 'command', directory, bootstrap, args: [invite] })
        }
        const host = await start[first]()
        await host.event(({ type, step }) => type === 'progress' && step === 'done')
        const newcomer = await start[second]()

        expect(figure(`${title}, the ${first} there first`, await heardAfter(newcomer, first))).to.be.lessThan(LIMIT)
        await heardAfter(host, second)
      }).timeout(120_000)
    })
  }
}
