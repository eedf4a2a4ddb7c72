import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { GroupCallFullError, openMicrophone } from '../../src/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { until } from '../fixtures/until.ts'
import type { Microphone } from '../../src/index.ts'

const KEYS = Array.from({ length: 9 }, (_, i) => `${i + 1}`.repeat(64))

describe('the microphone of a call', () => {
  let opened = 0
  let microphone: Microphone
  let connections: FakePeerConnection[]
  let mesh: GroupCallMesh

  beforeEach(() => {
    opened = 0
    connections = []
    mesh = new GroupCallMesh({
      publicKey: KEYS[0],
      signaling: { sendOffer: () => {}, sendAnswer: () => {}, sendCandidates: () => {}, sendRestart: () => {} },
      createConnection: () => {
        const connection = new FakePeerConnection()
        connections.push(connection)

        return connection as unknown as RTCPeerConnection
      },
      microphone: async () => {
        opened++
        microphone = await openMicrophone({ kind: 'silence' })

        return microphone
      },
      log: defaultLogger().forComponent('groupcall:test')
    })
  })

  afterEach(async () => {
    await mesh.leaveCall()
  })

  it('is opened once, and its one track goes to all', async () => {
    await mesh.joinCall('call', KEYS.slice(0, 8))
    // the others have the higher keys, and offer
    const answered = Promise.all(connections.map(async connection => until('a track', () => connection.tracks.length > 0)))
    KEYS.slice(1, 8).forEach((from, i) => {
      new FakePeerConnection().createOffer().then(offer => { mesh.handleOffer(from, { ...offer, sdp: offer.sdp?.replace('o=- 1', `o=- ${i + 1}`) }) }, () => {})
    })
    await answered

    expect(opened).to.equal(1)
    expect(new Set(connections.flatMap(({ tracks }) => tracks))).to.deep.equal(new Set([microphone.track]))
  })

  it('is not opened for a call of nine', async () => {
    await expect(mesh.joinCall('call', KEYS)).to.eventually.be.rejectedWith(GroupCallFullError)
    expect(opened).to.equal(0)
    expect(connections).to.have.lengthOf(0)
  })

  it('a crossing of the soft limit is told, both ways', async () => {
    await mesh.joinCall('call', KEYS.slice(0, 4))
    const crossed = pEvent(mesh, 'limit')
    mesh.handleParticipantJoined(KEYS[4])
    expect(await crossed).to.have.nested.property('detail.warning', true)

    const back = pEvent(mesh, 'limit')
    mesh.handleParticipantLeft(KEYS[4])
    expect(await back).to.have.nested.property('detail.warning', false)
  })

  it('states change as they should, each with an event', async () => {
    const states: string[] = []
    mesh.addEventListener('state', ({ detail }) => { states.push(detail) })
    await mesh.startCall('call')
    await mesh.leaveCall()

    expect(states).to.deep.equal(['joining', 'active', 'leaving', 'ended'])
  })
})
