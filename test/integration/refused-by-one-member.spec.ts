import { expect } from 'aegir/chai'
import { joinLater, joinTogether } from '../fixtures/calls.ts'
import { keysIn } from '../fixtures/members.ts'
import { answerAs } from '../fixtures/raw-answerer.ts'
import { createScene } from '../fixtures/scene.ts'
import type { RefuseReason, SignalMessage } from '../../src/signaling/index.ts'

describe('a newcomer that one member refuses', () => {
  const scene = createScene()

  before(async () => {
    scene.calls = await joinTogether(scene.network, 1)
  })

  for (const reason of ['full', 'expired'] as RefuseReason[]) {
    it(`(${reason}) gets in by another member in the call`, async () => {
      const { call } = scene.calls[0]
      const liar = await scene.network.createPeer()
      const asked: string[] = []
      await answerAs(liar, call.group, ({ type }): SignalMessage => {
        asked.push(type)

        return { type: 'refuse', reason }
      })

      const newcomer = await joinLater(scene.network, call.group, { addresses: liar.peer.getMultiaddrs() })
      scene.calls.push(newcomer)

      expect(asked[0]).to.equal('join')
      expect(keysIn(newcomer.call)).to.include(call.publicKey)
    })
  }
})
