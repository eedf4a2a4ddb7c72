import { expect } from 'aegir/chai'
import { createGroup, JoinRefusedError } from '../../src/index.ts'
import { speakVersion } from '../fixtures/driver-of.ts'
import { nextEvent } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'
import type { GroupCall } from '../../src/index.ts'

describe('a newcomer with another version of the protocol', () => {
  const scene = createScene()

  async function createCalls (versions: number[]): Promise<GroupCall[]> {
    const peers = await Promise.all(versions.map(async () => scene.network.createPeer()))
    const group = createGroup({ name: 'friends', owner: peers[0].identity })

    return peers.map((made, index) => {
      const call = made.peer.services.calls.create(group, { name: ['Ada', 'Ben'][index] })
      speakVersion(call, versions[index])
      scene.calls.push({ ...made, call })

      return call
    })
  }

  const cases = [
    { what: 'a newer', versions: [1, 2], told: 'newer-version', reads: 'older-version' },
    { what: 'an older', versions: [2, 1], told: 'older-version', reads: 'newer-version' }
  ]

  cases.forEach(({ what, versions, told, reads }) => {
    it(`that is ${what} one is told, and so are the others, who has to update`, async () => {
      const [ada, ben] = await createCalls(versions)
      await ada.join()
      const denied = nextEvent(ada, 'denied')

      await expect(ben.join()).to.eventually.be.rejectedWith(JoinRefusedError).with.property('reason', reads)
      expect(await denied).to.deep.equal({ publicKey: ben.publicKey, name: 'Ben', reason: told })
      expect(ada.participants).to.deep.equal([])
      expect(ada.state).to.equal('active')
    })
  })
})
