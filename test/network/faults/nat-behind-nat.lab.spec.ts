import { expect } from 'aegir/chai'
import { describeInLab, figure, heardAfter, inviteOf, startBootstrap, startCall } from '../lab/index.ts'

/** ms from joining to sound: three times what it should take at most */
const LIMIT = 9_000

describeInLab('one at home whose provider also translates addresses', { delay: 20 }, scene => {
  it('hears the others', async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const provider = await lab.router('provider', 'port-restricted')
    const ada = startCall(await lab.host('ada', { behind: await lab.router('home-a', 'port-restricted', { behind: provider }) }), { name: 'Ada', directory, bootstrap })
    const ben = startCall(await lab.host('ben', { behind: await lab.router('home-b', 'port-restricted') }), { name: 'Ben', directory, bootstrap, args: [await inviteOf(ada)] })

    expect(figure('heard after joining, one behind two NATs', await heardAfter(ben, 'Ada'))).to.be.lessThan(LIMIT)
    await heardAfter(ada, 'Ben')
  })
})
