import { expect } from 'aegir/chai'
import { describeInLab, heardAfter, startBootstrap, startCall } from '../lab/index.ts'

describeInLab('one with a public address', { delay: 20 }, scene => {
  it('is dialled directly, also from behind a NAT, and has no relay reservation', async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const server = await lab.host('ada')
    const ada = startCall(server, { name: 'Ada', directory, bootstrap })
    const { invite, addresses } = await ada.event(({ type }) => type === 'invite')

    expect(addresses.slice(1)).to.have.length(2)
    addresses.slice(1).forEach((address: string) => { expect(address).to.match(new RegExp(`^/ip4/${server.address}/`)).and.not.include('p2p-circuit') })
    await bootstrap.command.kill()

    const ben = startCall(await lab.host('ben', { behind: await lab.router('home', 'symmetric') }), { name: 'Ben', directory, args: [invite] })
    await heardAfter(ben, 'Ada')
  })
})
