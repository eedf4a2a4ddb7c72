import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear } from '../fixtures/calls.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { hurriedTimers } from '../fixtures/hurried-timers.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { Search } from '../../src/call/search.ts'
import type { GroupCall } from '../../src/index.ts'

/** How much faster time passes in the lobby */
const HURRY = 10

describe('a lobby', () => {
  const scene = createScene()

  it('searches again when nobody answers', async () => {
    scene.calls = await joinTogether(scene.network, 2, index => ({ name: `person ${index}` }))
    await untilAllHear(scene.calls.map(({ call }) => call))
    const { peer } = await scene.network.createPeer(undefined, { timers: hurriedTimers(HURRY) })
    const lobby = await peer.services.calls.look(scene.calls[0].call.group)

    const { search } = lobby as unknown as { search: Search }
    let searchedAgain = false
    search.addEventListener('look', () => { searchedAgain = true })

    try {
      await until('two in the lobby', () => lobby.participants.length === 2, { on: [lobby, 'change'] })
      scene.calls.forEach(({ call }) => { answerNoLooks(call, () => !searchedAgain) })
      // nobody is told to have left meanwhile
      await until('a new search', () => searchedAgain, { on: [search, 'look'] })
      expect(lobby.participants).to.have.lengthOf(2)
      await until('an answer', () => lobby.members.length > 0, { on: [lobby, 'change'] })
    } finally {
      await lobby.stop()
    }
  })

  it('shows nobody when nobody answers any longer', async () => {
    const [{ call }] = scene.calls = await joinTogether(scene.network, 1)
    const { peer } = await scene.network.createPeer(undefined, { timers: hurriedTimers(HURRY) })
    const lobby = await peer.services.calls.look(call.group)

    try {
      await until('one in the lobby', () => lobby.participants.length === 1, { on: [lobby, 'change'] })
      answerNoLooks(call, () => true)
      await until('nobody in the lobby', () => lobby.participants.length === 0, { on: [lobby, 'change'] })
    } finally {
      await lobby.stop()
    }
  })
})

/** As when its machine is too busy */
function answerNoLooks (call: GroupCall, isBusy: () => boolean): void {
  const { protocol } = driverOf(call)
  const handle = protocol.handle.bind(protocol)

  protocol.handle = (input, now) => input.type === 'message' && input.message.type === 'look' && isBusy() ? [] : handle(input, now)
}
