import { untilCall } from '../fixtures/calls.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('a browser without a microphone', () => {
  const scene = createMixedScene()
  const cases = [
    ['there is none', { voice: 'none' }, 'none'],
    ['it was denied', { voice: 'ada', permission: 'denied' }, 'denied']
  ] as const

  cases.forEach(([what, init, reason]) => {
    it(`listens, and says why, when ${what}${scene.skipped}`, async () => {
      const call = await scene.create({ nodes: ['ben'] })
      const browser = await call.addBrowser(init)
      await browser.hears(1)
      await browser.until(({ self }, wanted) => self.listenOnly === wanted, reason)
      const { call: node } = call.nodes[0]
      const [participant] = node.participants
      await untilCall(node, 'participant:update', () => participant.listening)
    })
  })
})
