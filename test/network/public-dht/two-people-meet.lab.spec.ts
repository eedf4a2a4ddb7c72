import { expect } from 'aegir/chai'
import { createIdentity } from '../../../keys/index.ts'
import { createGroup, createInvite } from '../../../src/index.ts'
import { describeInLab, figure, heardAfter, startBootstrap, startCall } from '../lab/index.ts'
import { startStockServers } from './fixtures/start-stock-servers.ts'

/** ms from joining to sound: three times what it may take */
const LIMIT = 15_000

for (const [where, init] of [
  ['of twenty servers', {}],
  ['of twenty servers, five of which name 60 false providers each', { liars: 5, falseProviders: 60 }],
  ['of twenty servers, five of which name 1,000 false providers each', { liars: 5, falseProviders: 1_000 }]
] as const) {
  describeInLab(`two people with nothing but an invite, on a public DHT ${where}`, { delay: 20 }, scene => {
    it('hear each other', async () => {
      const { lab, directory } = scene
      const servers = await startStockServers(await lab.host('servers'), 20, init)
      // the liars are the first ones
      const args = ['--bootstrap', servers[servers.length - 1]]
      // the invite names no address of a member
      const invite = createInvite(createGroup({ name: 'friends', owner: await createIdentity() }), { network: 'amino' })
      const ada = startCall(await lab.host('ada'), { name: 'Ada', directory, args: [...args, invite] })
      await ada.event(({ type, step }) => type === 'progress' && step === 'done')
      const ben = startCall(await lab.host('ben'), { name: 'Ben', directory, args: [...args, invite] })

      expect(figure(`heard after joining, on a public DHT ${where}`, await heardAfter(ben, 'Ada'))).to.be.lessThan(LIMIT)
      await heardAfter(ada, 'Ben')
    })
  })
}

describeInLab('two people behind port-restricted cones with nothing but an invite, on a public DHT of twenty servers', { delay: 20 }, scene => {
  it('hear each other, with a STUN server and the relays that they meet', async () => {
    const { lab, directory } = scene
    const servers = await startStockServers(await lab.host('servers'), 20)
    // the only thing of it that they use
    const { stun } = await startBootstrap(await lab.host('stun'))
    const args = ['--bootstrap', servers[servers.length - 1], '--ice-server', stun]
    const invite = createInvite(createGroup({ name: 'friends', owner: await createIdentity() }), { network: 'amino' })
    const ada = startCall(await lab.host('ada', { behind: await lab.router('home-a', 'port-restricted') }), { name: 'Ada', directory, args: [...args, invite] })
    await ada.event(({ type, step }) => type === 'progress' && step === 'done')
    const ben = startCall(await lab.host('ben', { behind: await lab.router('home-b', 'port-restricted') }), { name: 'Ben', directory, args: [...args, invite] })

    expect(figure('heard after joining, on a public DHT, behind cones', await heardAfter(ben, 'Ada'))).to.be.lessThan(LIMIT)
    await heardAfter(ada, 'Ben')
  })
})
