import { expect } from 'aegir/chai'
import { createIdentity } from '../../../keys/index.ts'
import { createGroup, createInvite } from '../../../src/index.ts'
import { describeInLab, figure, heardAfter, startBootstrap, startCall } from '../lab/index.ts'

/** ms from joining to sound: three times what it should take at most */
const LIMIT = 9_000

describeInLab('two people behind full cones who join at the same moment', { delay: 20 }, scene => {
  it('hear each other', async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const homes = await Promise.all(['home-a', 'home-b'].map(async name => lab.router(name, 'full-cone')))
    const hosts = await Promise.all(homes.map(async behind => lab.host(`in-${behind.namespace.at(-1)}`, { behind })))
    const invite = createInvite(createGroup({ name: 'friends', owner: await createIdentity() }))
    const [ada, ben] = ['Ada', 'Ben'].map((name, i) => startCall(hosts[i], { name, directory, bootstrap, args: [invite] }))

    const times = await Promise.all([heardAfter(ada, 'Ben'), heardAfter(ben, 'Ada')])

    expect(figure('heard after joining at the same moment, two behind full cones', Math.max(...times))).to.be.lessThan(LIMIT)
  })
})
