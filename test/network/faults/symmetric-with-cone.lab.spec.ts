import { expect } from 'aegir/chai'
import { createIdentity } from '../../../keys/index.ts'
import { createGroup, createInvite } from '../../../src/index.ts'
import { describeInLab, figure, heardAfter, startBootstrap, startCall } from '../lab/index.ts'

/** ms from joining to sound: three times what it should take at most */
const LIMIT = 9_000

// a port-restricted cone would need to know the port that a symmetric NAT will choose
describeInLab('one behind a symmetric NAT, one behind a full cone', { delay: 20 }, scene => {
  for (const [first, second] of [['symmetric', 'full-cone'], ['full-cone', 'symmetric']] as const) {
    it(`hear each other if ${first} is there first`, async () => {
      const { lab, directory } = scene
      const place = async (kind: typeof first): Promise<ReturnType<typeof lab.host>> =>
        lab.host(`${first}-${kind}`, { behind: await lab.router(`${first}-${kind}-home`, kind) })
      const bootstrap = await startBootstrap(await lab.host(`${first}-bootstrap`))
      const invite = createInvite(createGroup({ name: 'friends', owner: await createIdentity() }))
      const ada = startCall(await place(first), { name: `Ada ${first}`, directory, bootstrap, args: [invite] })
      await ada.event(({ type, step }) => type === 'progress' && step === 'done')
      const ben = startCall(await place(second), { name: `Ben ${first}`, directory, bootstrap, args: [invite] })

      expect(figure(`heard after joining, a symmetric NAT and a full cone, ${first} first`, await heardAfter(ben, `Ada ${first}`))).to.be.lessThan(LIMIT)
      await heardAfter(ada, `Ben ${first}`)
      ada.child.kill('SIGTERM')
      ben.child.kill('SIGTERM')
    })
  }
})
