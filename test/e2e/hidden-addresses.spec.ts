import { isIP } from 'node:net'
import { expect } from 'aegir/chai'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'
import type { BrowserParticipant } from './fixtures/browser-participant.ts'
import type { MixedCall } from './fixtures/mixed-call.ts'

describe('browsers that hide their addresses behind .local names', () => {
  const scene = createMixedScene()
  const modes = [
    ['hide them', true, (host: string) => host.endsWith('.local')],
    ['show them', false, (host: string) => isIP(host) !== 0]
  ] as const

  for (const [mode, mdns, isRight] of modes) {
    it(`hear Node and each other and are heard, where they ${mode}${scene.skipped}`, async () => {
      const call = await scene.create({ nodes: ['chloe'] })
      await addTwo(call, mdns, mdns)
      await Promise.all(call.browsers.map(async browser => expectHosts(browser, isRight)))
      await expectEverybodyHeard(call)
    })
  }

  it(`hear those that show them, and Node${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['chloe'] })
    await addTwo(call, true, false)
    await expectEverybodyHeard(call)
  })

  it(`hear Node, where nobody has allowed a microphone${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['ben'] })
    const browser = await call.addBrowser({ voice: 'none', mdns: true })
    await expectHosts(browser, host => host.endsWith('.local'))
    await browser.hears(1)
    expect(call.nodes[0].call.participants.map(({ listenOnly }) => listenOnly)).to.deep.equal([true])
  })
})

async function addTwo (call: MixedCall, ...mdns: [boolean, boolean]): Promise<void> {
  await Promise.all([call.addBrowser({ voice: 'ada', mdns: mdns[0] }), call.addBrowser({ voice: 'ben', mdns: mdns[1] })])
}

/** The host candidates that it tells the others are of one kind */
async function expectHosts (browser: BrowserParticipant, isRight: (host: string) => boolean): Promise<void> {
  // a name has to be registered first, and the link may be up before that
  await browser.page.waitForFunction(() => (globalThis as any).probe.candidates.length > 0)
  const candidates = await browser.probe(({ candidates }) => candidates)
  const hosts = candidates.filter(candidate => candidate.includes('typ host')).map(candidate => candidate.split(' ')[4])

  expect(hosts.length).to.be.greaterThan(0)
  expect(hosts.filter(host => !isRight(host))).to.deep.equal([])
}
