import { expect } from 'aegir/chai'
import { describeInLab, figure, heardAfter, startBootstrap, startCall } from '../lab/index.ts'
import type { AddressKind } from '../lab/index.ts'

/** ms from joining to sound: three times what it should take at most */
const LIMIT = 9_000

const NETWORKS: Array<{ title: string, bootstrap: AddressKind[], ada: AddressKind[], ben: AddressKind[] }> = [
  { title: 'two people who have only IPv6', bootstrap: ['ip6'], ada: ['ip6'], ben: ['ip6'] },
  { title: 'two people in an IPv6 network of their own', bootstrap: ['unique-local'], ada: ['unique-local'], ben: ['unique-local'] },
  { title: 'a participant with both versions of IP, and a newcomer with only IPv6', bootstrap: ['ip4', 'ip6'], ada: ['ip4', 'ip6'], ben: ['ip6'] },
  { title: 'a participant with only IPv6, and a newcomer with both versions of IP', bootstrap: ['ip4', 'ip6'], ada: ['ip6'], ben: ['ip4', 'ip6'] }
]

for (const { title, ...kinds } of NETWORKS) {
  describeInLab(title, { delay: 20 }, scene => {
    it('hear each other', async () => {
      const { lab, directory } = scene
      const [server, here, there] = await Promise.all((['bootstrap', 'ada', 'ben'] as const).map(async name => lab.host(name, { kinds: kinds[name] })))
      const bootstrap = await startBootstrap(server)
      const ada = startCall(here, { name: 'Ada', directory, bootstrap })
      const { invite } = await ada.event(({ type }) => type === 'invite')
      const ben = startCall(there, { name: 'Ben', directory, args: [invite] })

      expect(figure(`heard, ${title}`, await heardAfter(ben, 'Ada'))).to.be.lessThan(LIMIT)
      await heardAfter(ada, 'Ben')
    })
  })
}
