import { expect } from 'aegir/chai'
import { createInvite, inviteAddresses } from '../../src/index.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('a call whose bootstrap peer dies', () => {
  const scene = createMixedScene()

  it(`goes on with mute and chat, and a third gets in by a link that names a member${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'] })
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

    await call.addBrowser({ voice: 'chloe', invite: createInvite(call.group, { addresses: inviteAddresses([], peer.getMultiaddrs()) }), bootstrap: [] })
    await expectEverybodyHeard(call)
  })
})
