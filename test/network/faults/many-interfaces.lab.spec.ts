import { createIdentity } from '../../../keys/index.ts'
import { createGroup, createInvite } from '../../../src/index.ts'
import { describeInLab, heardAfter, startBootstrap, startCall } from '../lab/index.ts'
import { shell } from '../lab/shell.ts'

/** Each has more addresses than a provider record */
const INTERFACES = 12

describeInLab('one behind a NAT, on a machine with many private addresses', { delay: 20 }, scene => {
  it('is found in the DHT', async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const machine = await lab.host('ada', { behind: await lab.router('home', 'port-restricted') })

    for (let i = 0; i < INTERFACES; i++) {
      shell(`ip address add 10.${i}.0.1/24 dev eth0`, { namespace: machine.namespace })
    }

    const invite = createInvite(createGroup({ name: 'friends', owner: await createIdentity() }))
    const ada = startCall(machine, { name: 'Ada', directory, bootstrap, args: [invite] })
    await ada.event(({ type, step }) => type === 'progress' && step === 'done')
    const ben = startCall(await lab.host('ben'), { name: 'Ben', directory, bootstrap, args: [invite] })

    await heardAfter(ben, 'Ada')
  })
})
