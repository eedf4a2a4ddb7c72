import { expect } from 'aegir/chai'
import { untilCall } from '../fixtures/calls.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('a tab that is closed', () => {
  const scene = createMixedScene()

  it(`says goodbye: it is gone at the others without having been missed${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada', 'chloe'], nodes: ['ben'] })
    const [closed, other] = call.browsers
    const { call: node } = call.nodes[0]
    await expectEverybodyHeard(call)
    const states: string[] = []
    node.addEventListener('participant:update', ({ detail: { name, linkState } }) => { states.push(`${name} ${linkState}`) })

    const gone = Promise.all([
      untilCall(node, 'participant:leave', () => node.participants.length === 1),
      other.until(({ participants }) => participants.length === 1)
    ])
    await closed.page.close()
    await gone

    expect(states).to.not.include(`${closed.name} reconnecting`)
    expect(await other.page.getByRole('log').getByText(`Lost the connection to ${closed.name}`).allTextContents()).to.deep.equal([])
  })
})
