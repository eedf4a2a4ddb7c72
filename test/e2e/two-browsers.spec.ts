import { expect } from 'aegir/chai'
import { AGENT } from '../../bootstrap/index.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'

describe('two browsers, with a bootstrap peer and nobody else', () => {
  const scene = createMixedScene()

  it(`hear each other${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'] })
    const ben = await call.addBrowser({ voice: 'ben', logs: true })
    await expectEverybodyHeard(call)
    // they tell each other of their links when the join has calmed down
    await Promise.all(call.browsers.map(async browser => browser.until(({ matrix }) => matrix.complete)))
    const [first, second] = await Promise.all(call.browsers.map(async browser => browser.state()))

    expect(first.safetyCode).to.equal(second.safetyCode)

    // they tell nothing about themselves and their systems to peers on the way
    const agents = (await (call.bootstrap as BootstrapPeer).node.peerStore.all()).map(({ metadata }) => metadata.get('AgentVersion')).filter(agent => agent != null)
    expect(agents.map(agent => new TextDecoder().decode(agent))).to.deep.equal(agents.map(() => AGENT))
    expect(agents.length).to.be.at.least(2)

    // `localStorage.debug` shows what happens (docs/debugging.md)
    const { page } = ben
    const logged = page.waitForEvent('console', message => message.text().includes('leave, and say goodbye'))
    await page.evaluate(() => { document.querySelector('group-call')?.leave() })
    await logged
  })
})
