import { describeInLab, inviteOf, startBootstrap, startCall } from '../lab/index.ts'
import type { Running } from '../../cli/fixtures/run.ts'

describeInLab('one whose network lets no UDP out', { delay: 20 }, scene => {
  it('is found, and they read what is in the way', async () => {
    const { lab, directory } = scene
    const bootstrap = await startBootstrap(await lab.host('bootstrap'))
    const ada = startCall(await lab.host('ada', { behind: await lab.router('home', 'port-restricted') }), { name: 'Ada', directory, bootstrap })
    const ben = startCall(await lab.host('ben', { behind: await lab.router('office', 'udp-blocked') }), { name: 'Ben', directory, bootstrap, args: [await inviteOf(ada)] })

    await Promise.all([joined(ada, 'Ben'), joined(ben, 'Ada')])
    await Promise.all([ada, ben].map(async command => command.event(({ type, message }) => type === 'problem' && /firewall or NAT/.test(message))))
  })
})

async function joined (command: Running, name: string): Promise<void> {
  await command.event(({ type, participant }) => type === 'participant:join' && participant.name === name)
}
