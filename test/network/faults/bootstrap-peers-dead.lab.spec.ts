import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'aegir/chai'
import { until } from '../../fixtures/until.ts'
import { addressesOf, describeInLab, figure, heardSince, Party, startBootstrap, strangersIn } from '../lab/index.ts'

/** ms from the end of a fault to sound, and from the return of a bootstrap peer until it is used: three times what they should take at most */
const HEAL_LIMIT = 12_000
const USED_LIMIT = 15_000

/** ms of a broken link: long enough for both ends to notice */
const FAULT = 6_000

/** ms for which all bootstrap peers are dead before a newcomer arrives */
const DEAD = 300_000

describeInLab('a call of three whose bootstrap peers are dead', { delay: 20 }, scene => {
  it('goes on for 5 minutes: mute, chat, a link that breaks, a newcomer, and a bootstrap peer that returns', async () => {
    const { lab, directory } = scene
    const server = await lab.host('bootstrap')
    // its key, and so its address, is the same when it returns
    const args = ['--data-dir', `${directory}/bootstrap`]
    const bootstrap = [await startBootstrap(server, args)]
    // a carrier would hide how long a link takes to heal
    const party = await Party.start(scene, { names: ['Ada', 'Ben', 'Chloe'], bootstrap, carry: false })
    const [ada, ben, chloe] = party.of('Ada', 'Ben', 'Chloe')
    const id = bootstrap[0].address.split('/p2p/')[1]

    await bootstrap[0].command.kill()
    const died = Date.now()

    ben.tell('mute')
    await until('Ada not to hear Ben', () => ada.status != null && ada.status.at - ada.status.sounds.Ben.until > 1_000)
    ben.tell('unmute')
    await heardSince(Date.now(), party.voices)

    ben.tell('chat still here')
    await Promise.all([ada, chloe].map(async voice => voice.command.event(({ type, text }) => type === 'message' && text === 'still here')))

    const heal = ada.host.drop({ address: chloe.host.address })
    await delay(FAULT)
    heal()
    expect(figure('a link heals without bootstrap peers', await heardSince(Date.now(), [ada], [chloe]))).to.be.lessThan(HEAL_LIMIT)

    const steady = Date.now()
    await delay(died + DEAD - steady)
    expect(await heardSince(steady, party.voices), 'ms until everybody hears everybody').to.equal(0)
    expect(strangersIn(party.voices)).to.deep.equal([])

    const began = Date.now()
    const eve = await party.add('Eve', { bootstrap, addresses: await addressesOf(chloe) })
    const start = await eve.eventAfter(began, ({ type }) => type === 'start')
    figure('a newcomer is heard without bootstrap peers', await heardSince(start, [eve], [ada, ben, chloe]))
    expect(eve.events.filter(({ type, message }) => message != null && (type === 'problem' || type === 'progress'))).to.deep.equal([])
    expect(strangersIn(party.voices)).to.deep.equal([])

    const returned = Date.now()
    await startBootstrap(server, args)
    const listening = Date.now()
    const used = await Promise.all(party.voices.map(async voice => voice.eventAfter(returned, event => event.type === 'peer' && event.id === id)))
    expect(figure('a bootstrap peer that returns is used', Math.max(...used) - listening)).to.be.lessThan(USED_LIMIT)
  }).timeout(600_000)
})
