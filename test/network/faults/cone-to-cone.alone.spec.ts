import { expect } from 'aegir/chai'
import { describeInLab, figure, heardAfter, startBootstrap, startCall } from '../lab/index.ts'

/** ms from joining to sound: three times what it should take at most */
const LIMIT = 9_000

describeInLab('two people behind port-restricted cones', { delay: 20 }, scene => {
  it('hear each other, with an invite that works from outside', async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const ada = startCall(await lab.host('ada', { behind: await lab.router('home-a', 'port-restricted') }), { name: 'Ada', directory, bootstrap })
    const { invite, addresses } = await ada.event(({ type }) => type === 'invite')

    expect(addresses.filter((address: string) => address.startsWith(`${bootstrap.address}/p2p-circuit/`))).to.have.length(1)

    // the invite tells Ben all that he needs: its relay is also the bootstrap peer that has a STUN server
    const ben = startCall(await lab.host('ben', { behind: await lab.router('home-b', 'port-restricted') }), { name: 'Ben', directory, args: [invite] })

    expect(figure('heard after joining, two behind port-restricted cones', await heardAfter(ben, 'Ada'))).to.be.lessThan(LIMIT)
    await heardAfter(ada, 'Ben')
  })
})
