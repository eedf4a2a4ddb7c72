import { expect } from 'aegir/chai'
import { describeInLab, figure, heardAfter, startBootstrap, startCall } from '../lab/index.ts'

/** ms from joining to sound: three times what it should take at most */
const LIMIT = 9_000

describeInLab('two people at home whose routers give out the same addresses', { delay: 20 }, scene => {
  it('hear each other, though the address in the invite is that of the newcomer', async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const [here, there] = await Promise.all(['here', 'there'].map(async name => lab.host(name, { behind: await lab.router(`${name}-home`, 'port-restricted', { network: 1 }) })))
    const ada = startCall(here, { name: 'Ada', directory, bootstrap })
    const { invite } = await ada.event(({ type }) => type === 'invite')

    expect(here.address).to.equal(there.address)

    const ben = startCall(there, { name: 'Ben', directory, bootstrap, args: [invite] })

    expect(figure('heard after joining, two behind routers with the same addresses', await heardAfter(ben, 'Ada'))).to.be.lessThan(LIMIT)
    await heardAfter(ada, 'Ben')
  })
})
