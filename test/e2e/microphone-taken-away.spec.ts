import { untilCall } from '../fixtures/calls.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('a microphone that is taken away in the call', () => {
  const scene = createMixedScene()

  it(`leaves its owner listening, with the reason, and comes back when it is allowed again${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['ben'] })
    const browser = await call.addBrowser({ voice: 'ada', permission: 'granted' })
    const { call: node } = call.nodes[0]
    await expectEverybodyHeard(call)

    await browser.allowMicrophone(false)
    await browser.until(({ self }) => self.listenOnly === 'denied')
    await untilCall(node, 'participant:update', () => node.participants.some(({ listenOnly }) => listenOnly))
    await browser.hears(1)

    await browser.allowMicrophone(true)
    await untilCall(node, 'participant:update', () => node.participants.some(({ listenOnly }) => !listenOnly))
    await browser.until(({ self }) => self.listenOnly == null)
    await expectEverybodyHeard(call)
  })
})
