import { text as en } from '../../src/app/text/languages/en.ts'
import { untilCall } from '../fixtures/calls.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('a browser without a microphone', () => {
  const scene = createMixedScene()
  const cases = [
    ['there is none', { voice: 'none' }, 'none'],
    ['it was denied', { voice: 'ada', permission: 'denied' }, 'denied'],
    // as browsers say it where another program has it
    ['another program has it', { voice: 'ada', microphoneError: 'NotReadableError' }, 'busy']
  ] as const

  cases.forEach(([what, init, reason]) => {
    it(`listens, and says why, when ${what}${scene.skipped}`, async () => {
      const call = await scene.create({ nodes: ['ben'] })
      const browser = await call.addBrowser(init)
      await browser.hears(1)
      await browser.until(({ self }, wanted) => self.listenOnly === wanted, reason)
      await browser.page.getByText(en.microphone.problems[reason]).waitFor()
      const { call: node } = call.nodes[0]
      const [participant] = node.participants
      await untilCall(node, 'participant:update', () => participant.listenOnly)
    })
  })
})
