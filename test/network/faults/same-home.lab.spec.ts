import { expect } from 'aegir/chai'
import { describeInLab, heardAfter, inviteOf, startBootstrap, startCall } from '../lab/index.ts'

describeInLab('two people in one home', { delay: 20 }, scene => {
  it('hear each other over their own network, also when that loses the internet', async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const home = await lab.router('home', 'symmetric')
    const ada = startCall(await lab.host('ada', { behind: home }), { name: 'Ada', directory, bootstrap })
    const invite = await inviteOf(ada)

    home.cables[0].unplug()

    const ben = startCall(await lab.host('ben', { behind: home }), { name: 'Ben', directory, bootstrap, args: [invite] })

    expect(await heardAfter(ben, 'Ada')).to.be.greaterThan(0)
    await heardAfter(ada, 'Ben')
  })
})
