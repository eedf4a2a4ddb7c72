import { expect } from 'aegir/chai'
import { createGroup } from '../../src/index.ts'
import { joinLater, joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { CallPeer, Lobby } from '../../src/index.ts'

describe('a person who looks before joining', () => {
  const scene = createScene()

  it('sees who is in the call without being in it, and joins through the member that was asked', async () => {
    const calls = await joinTogether(scene.network, 2, index => ({ name: `person ${index}` }))
    scene.calls.push(...calls)
    await untilAllHear(calls.map(({ call }) => call))
    const { group } = calls[0].call
    const { peer, identity } = await scene.network.createPeer()
    const lobby = await peer.services.calls.look(group, { name: 'late' })

    try {
      await until('two in the lobby', () => lobby.participants.length === 2, { on: [lobby, 'change'] })
      expect(lobby.participants.map(({ name }) => name).sort()).to.deep.equal(['person 0', 'person 1'])
      expect(lobby.looking).to.equal(false)
      expect(calls.map(({ call }) => call.participants.length)).to.deep.equal([1, 1])

      const call = await peer.services.calls.join(group)
      scene.calls.push({ call, peer, identity })
      // its questions would be of a session that is over, and count as offences
      expect(lobbiesOf(peer)).to.equal(0)
      await untilCall(call, 'participant:update', () => call.participants.filter(({ linkState }) => linkState === 'connected').length === 2)
    } finally {
      await lobby.stop()
    }
  })

  it('is told to use the call while already in it', async () => {
    const calls = await joinTogether(scene.network, 2, index => ({ name: `person ${index}`, microphone: undefined }))
    scene.calls.push(...calls)
    const [{ call, peer }, other] = calls

    await expect(peer.services.calls.look(call.group)).to.eventually.be.rejected.with.property('name', 'InvalidCallStateError')
    expect(other.call.participants.map(({ name }) => name)).to.deep.equal(['person 0'])

    await call.leave()
    const lobby = await peer.services.calls.look(call.group)

    try {
      await until('one in the lobby', () => lobby.participants.length === 1, { on: [lobby, 'change'] })
    } finally {
      await lobby.stop()
    }
  })

  it('learns that nobody is there', async () => {
    const { peer, identity } = await scene.network.createPeer()
    const lobby = await peer.services.calls.look(createGroup({ name: 'empty', owner: identity }))

    try {
      await until('the search to end', () => !lobby.looking, { on: [lobby, 'change'] })
      expect(lobby.participants).to.deep.equal([])
    } finally {
      await lobby.stop()
    }
  })

  it('isn\'t found by others who look or join', async () => {
    const { peer, identity } = await scene.network.createPeer()
    const group = createGroup({ name: 'quiet', owner: identity })
    const lobby = await peer.services.calls.look(group)
    await until('the search to end', () => !lobby.looking, { on: [lobby, 'change'] })
    const joined = await joinLater(scene.network, group, { microphone: undefined })
    scene.calls.push(joined)

    try {
      await until('one in the lobby', () => lobby.participants.length === 1, { on: [lobby, 'change'] })
      expect(joined.call.participants).to.deep.equal([])
    } finally {
      await lobby.stop()
    }
  })
})

/** Those that are asking */
function lobbiesOf (peer: CallPeer): number {
  return (peer.services.calls as unknown as { lobbies: Set<Lobby> }).lobbies.size
}
