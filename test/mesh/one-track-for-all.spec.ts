import { expect } from 'aegir/chai'
import { GroupCallFullError, openMicrophone } from '../../src/index.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import type { Microphone } from '../../src/index.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'

const KEYS = Array.from({ length: 9 }, (_, i) => `${i + 1}`.repeat(64))

describe('the microphone of a call', () => {
  let opened: Microphone[]
  let fake: FakeMesh

  beforeEach(() => {
    opened = []
    fake = createFakeMesh(KEYS[0], {
      microphone: async () => {
        const microphone = await openMicrophone({ kind: 'silence' })
        opened.push(microphone)

        return microphone
      }
    })
  })

  afterEach(async () => {
    await fake.mesh.leaveCall()
  })

  it('is opened once, and its one track goes to everyone', async () => {
    const { mesh, connections } = fake
    await mesh.joinCall('call', KEYS.slice(0, 8))
    // the others have the higher keys, so they offer
    await Promise.all(connections.map(async (connection, i) => {
      const sent = connection.nextTrack()
      mesh.handleOffer(KEYS[i + 1], await new FakePeerConnection().createOffer())
      await sent
    }))

    expect(opened).to.have.lengthOf(1)
    expect(connections.map(({ tracks }) => tracks)).to.deep.equal(Array.from({ length: 7 }, () => [opened[0].track]))
  })

  it('is not opened for a ninth participant', async () => {
    await expect(fake.mesh.joinCall('call', KEYS)).to.eventually.be.rejectedWith(GroupCallFullError)
    expect(opened).to.deep.equal([])
    expect(fake.connections).to.deep.equal([])
  })
})
