import { expect } from 'aegir/chai'
import { describeInLab, figure, heardSince, Party, startBootstrap } from '../lab/index.ts'
import type { Name } from '../lab/index.ts'

/** ms from joining to sound, and from the death of the carrier: three times what it should take at most */
const LIMIT = 15_000
const TAKEOVER_LIMIT = 9_000

describeInLab('two behind symmetric NATs, and others who aren\'t', { delay: 20 }, scene => {
  it('hear each other through a third, and through a fourth when the third dies', async () => {
    const { lab } = scene
    const bootstrap = [await startBootstrap(await lab.host('bootstrap'))]
    const place = async (name: Name): ReturnType<typeof lab.host> => {
      const behind = name === 'Ada' || name === 'Ben' ? await lab.router(`${name.toLowerCase()}-home`, 'symmetric') : undefined

      return lab.host(name.toLowerCase(), { behind })
    }
    const party = await Party.start(scene, { names: ['Chloe', 'Ada'], bootstrap, place, stun: true })
    const joined = Date.now()
    const ben = await party.add('Ben')
    const [chloe, ada] = party.of('Chloe', 'Ada')
    const pair = [ada, ben]
    // reckoned from when its process begins to join
    const begun = await ben.eventAfter(joined, ({ type }) => type === 'start')

    expect(figure('heard through a third after joining', await heardSince(begun, pair))).to.be.lessThan(LIMIT)
    await Promise.all(pair.map(async voice => voice.eventAfter(joined, ({ type, carriers }) => type === 'status' && Object.values(carriers).join() === 'Chloe')))

    await party.add('Dan')
    const [dan] = party.of('Dan')
    await heardSince(Date.now(), [dan, ada, ben, chloe])
    const killed = Date.now()
    await chloe.kill()

    // the tone from before may go on for a moment
    await Promise.all(pair.map(async voice => voice.eventAfter(killed, ({ type, carriers }) => type === 'status' && Object.values(carriers).join() === 'Dan')))
    expect(figure('heard through a fourth after the carrier was killed', await heardSince(killed, pair))).to.be.lessThan(TAKEOVER_LIMIT)
  }).timeout(180_000)
})
