import { expect } from 'aegir/chai'
import { GroupCallFullError } from '../../src/index.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import type { BandwidthEstimate } from '../../src/index.ts'

const KEYS = Array.from({ length: 9 }, (_, i) => `${i + 1}`.repeat(64))

describe('a call that grows', () => {
  it('reports when the soft limit is crossed, in both directions', async () => {
    const { mesh } = createFakeMesh(KEYS[0])
    const estimates: BandwidthEstimate[] = []
    mesh.addEventListener('limit', ({ detail }) => { estimates.push(detail) })
    await mesh.joinCall('call', KEYS.slice(0, 4))
    expect(estimates).to.deep.equal([])

    KEYS.slice(4, 6).forEach(participant => { mesh.handleParticipantJoined(participant) })
    KEYS.slice(4, 6).forEach(participant => { mesh.handleParticipantLeft(participant) })
    expect(estimates.map(({ participantCount, warning }) => [participantCount, warning])).to.deep.equal([[5, true], [4, false]])
    await mesh.leaveCall()
  })

  it('turns away a ninth participant', async () => {
    const { mesh, connections } = createFakeMesh(KEYS[0])
    await mesh.joinCall('call', KEYS.slice(0, 8))

    expect(() => { mesh.handleParticipantJoined(KEYS[8]) }).to.throw(GroupCallFullError)
    expect(mesh.participants).to.deep.equal(KEYS.slice(1, 8))
    expect(connections).to.have.lengthOf(7)
    await mesh.leaveCall()
  })

  it('counts neither the local key nor a key that it already has', async () => {
    const { mesh, connections } = createFakeMesh(KEYS[0])
    await mesh.joinCall('call', [...KEYS.slice(0, 8), KEYS[1]])
    mesh.handleParticipantJoined(KEYS[0])
    mesh.handleParticipantJoined(KEYS[1])

    expect(mesh.participants).to.have.lengthOf(7)
    expect(connections).to.have.lengthOf(7)
    await mesh.leaveCall()
  })
})
