import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'aegir/chai'
import { describeInLab, figure, heardSince, Party, startStrictBootstrap, strangersIn } from '../lab/index.ts'

/** Like those of stock relays, which are 2 minutes, 128 KiB and 2 hours; libp2p renews no reservation before 30 s */
const RELAY = { duration: 5_000, data: 16 * 1_024, reservation: 40_000 }

/** ms after which a reservation is there only if it was renewed, and has not been renewed twice: see `RESERVATION_TTL` */
const RENEWED = 48_000

/** ms to sound: three times what it should take at most */
const LIMIT = 9_000

describeInLab('two behind cones, whose relay ends each connection after 5 s or 16 KiB', { delay: 20 }, scene => {
  it('repair their link through the relay after that, and a third finds them there', async () => {
    const { lab } = scene
    const bootstrap = [await startStrictBootstrap(await lab.host('bootstrap'), RELAY)]
    const began = Date.now()
    const party = await Party.start(scene, {
      names: ['Ada', 'Ben'],
      bootstrap,
      stun: true,
      place: async name => lab.host(name.toLowerCase(), { behind: name === 'Chloe' ? undefined : await lab.router(`${name.toLowerCase()}-home`, 'port-restricted') })
    })
    const [ada, ben] = party.of('Ada', 'Ben')

    await Promise.all(party.voices.map(async voice => voice.eventAfter(began, ({ type, open }) => type === 'relayed' && !open)))

    const changed = Date.now()
    ada.host.cables[0].changeAddress()
    // the tone from before may go on for a moment
    await ben.eventAfter(changed, ({ type, name, state }) => type === 'link' && name === 'Ada' && state !== 'connected')
    expect(figure('heard after a change of address, through a relay with limits', await heardSince(changed, [ada], [ben]))).to.be.lessThan(LIMIT)
    await ben.eventAfter(changed, ({ type, open }) => type === 'relayed' && open)

    await delay(began + RENEWED - Date.now())
    const asked = Date.now()
    const chloe = await party.add('Chloe', { bootstrap: [], addresses: (ben.status?.addresses ?? []).filter(address => address.includes('/p2p-circuit')) })
    const start = await chloe.eventAfter(asked, ({ type }) => type === 'start')
    expect(figure('a newcomer is heard, through a reservation that was renewed', await heardSince(start, [chloe], [ada, ben]))).to.be.lessThan(LIMIT)
    expect(strangersIn(party.voices)).to.deep.equal([])
  }).timeout(180_000)
})
