import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, ReplacedError } from '../../src/index.ts'
import { untilCall } from '../fixtures/calls.ts'
import { countFrom } from '../fixtures/count-from.ts'
import { createScene } from '../fixtures/scene.ts'
import type { GroupCall } from '../../src/index.ts'

/** How the second device has counted the sessions of the identity, compared with the first one */
const DEVICES: Array<[string, first: number, second: number]> = [
  ['a higher count', 0, 100],
  ['a lower count', 100, 0],
  ['the same count', 0, 0]
]

describe('a person who is alone in a call, and joins it on another device', () => {
  const scene = createScene()

  for (const [what, first, second] of DEVICES) {
    it(`with ${what}, takes over the call`, async () => {
      const identity = await createIdentity()
      const group = createGroup({ name: 'friends', owner: identity })
      const start = async (above: number): Promise<GroupCall> => {
        const { peer } = await scene.network.createPeer(identity, { sessions: countFrom(above) })
        const call = peer.services.calls.create(group)
        scene.calls.push({ peer, identity, call })

        return call
      }

      const before = await start(first)
      const problems: Error[] = []
      before.addEventListener('problem', ({ detail: { error } }) => { problems.push(error) })
      await before.join()

      const after = await start(second)
      let takeovers = 0
      after.addEventListener('takeover', () => { takeovers++ })
      await after.join()
      await untilCall(before, 'state', () => before.state === 'ended')
      await untilCall(after, 'takeover', () => takeovers > 0)

      expect(problems.map(({ name }) => name)).to.deep.equal([ReplacedError.name])
      expect([after.state, after.participants, takeovers]).to.deep.equal(['active', [], 1])
    })
  }
})
