import { expect } from 'aegir/chai'
import { ReplacedError } from '../../src/index.ts'
import { joinLater, joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'

describe('a participant that comes back while its ghost is still in the call', () => {
  const scene = createScene()

  it('takes its place, and the ghost is told', async () => {
    const [a, b, ghost] = await joinTogether(scene.network, 3)
    scene.calls = [a, b, ghost]
    await untilAllHear(scene.calls.map(({ call }) => call))
    const problems: Error[] = []
    ghost.call.addEventListener('problem', ({ detail }) => { problems.push(detail.error) })

    const again = await joinLater(scene.network, a.call.group, {}, ghost.identity)
    scene.calls.push(again)
    await untilAllHear([a.call, b.call, again.call])
    await untilCall(ghost.call, 'state', () => ghost.call.state === 'ended')

    expect(problems[0]).to.be.instanceOf(ReplacedError)
    expect(a.call.participants.map(({ publicKey }) => publicKey).sort()).to.deep.equal([b.call.publicKey, again.call.publicKey].sort())
  })
})
