import { expect } from 'aegir/chai'
import { parseInvite } from '../../src/index.ts'
import { untilCall } from '../fixtures/calls.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('a call whose bootstrap peer is killed', () => {
  const scene = createMixedScene()

  it(`goes on with mute and chat, and a third gets in by the page's own link, which names a member${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'], killable: true })
    const [browser] = call.browsers
    const { call: node, peer } = call.nodes[0]
    await expectEverybodyHeard(call)
    await call.bootstrap.stop()

    const said = new Promise<string>(resolve => { node.addEventListener('message', ({ detail }) => { resolve(detail.text) }, { once: true }) })
    await browser.page.evaluate(() => { document.querySelector('group-call')?.sendMessage('still here?') })
    expect(await said).to.equal('still here?')
    node.sendMessage('yes')
    await browser.until(({ messages }) => messages.some(({ text }) => text === 'yes'))
    node.mute()
    await browser.until(({ participants }) => participants.every(({ muted }) => muted))
    node.unmute()
    await browser.page.keyboard.press('m')
    await untilCall(node, 'participant:update', () => node.participants.every(({ muted }) => muted))
    await browser.page.keyboard.press('m')
    await untilCall(node, 'participant:update', () => node.participants.every(({ muted }) => !muted))

    const { group: { invite } } = await browser.state()
    expect(parseInvite(invite).addresses.some(address => address.toString().includes(peer.peerId.toString()))).to.equal(true)
    await call.addBrowser({ voice: 'chloe', invite, bootstrap: [] })
    await expectEverybodyHeard(call)
  })

  it(`goes on between two browsers that met only through its relay${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada', 'ben'], killable: true })
    const [ada, ben] = call.browsers
    await expectEverybodyHeard(call)
    await call.bootstrap.stop()

    await ada.page.evaluate(() => { document.querySelector('group-call')?.sendMessage('still here?') })
    await ben.until(({ messages }) => messages.some(({ text }) => text === 'still here?'))
    await ben.page.keyboard.press('m')
    await ada.until(({ participants: [other] }) => other.muted)
    await ben.page.keyboard.press('m')
    await ada.until(({ participants: [other] }) => !other.muted)
    await expectEverybodyHeard(call)
  })
})
