import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { ICE_GATHERING_TIMEOUT, IceGatheringTimeoutError, ListenOnlyMicrophone } from '../../src/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import type { MeshSignaling } from '../../src/mesh/index.ts'

const [LOWEST, LOWER, OWN] = ['1', '2', '3'].map(digit => digit.repeat(64))

describe('a link whose gathering does not end', () => {
  it('has 30 s', () => {
    expect(ICE_GATHERING_TIMEOUT).to.equal(30_000)
  })

  it('says so by a named error, and the rest of the call goes on', async () => {
    const connections = new Map<string, FakePeerConnection>()
    const signaling: MeshSignaling = { sendOffer: () => {}, sendAnswer: () => {}, sendCandidates: () => {}, sendRestart: () => {} }
    const mesh = new GroupCallMesh({
      publicKey: OWN,
      signaling,
      createConnection: participant => {
        const connection = new FakePeerConnection()
        connections.set(participant, connection)

        return connection as unknown as RTCPeerConnection
      },
      microphone: new ListenOnlyMicrophone('not needed'),
      limits: { iceGatheringTimeout: 50 },
      log: defaultLogger().forComponent('groupcall:test')
    })
    const problem = pEvent(mesh, 'link:problem', { timeout: 5_000 })

    const answered = new Promise<void>(resolve => {
      signaling.sendOffer = to => {
        if (to === LOWER) {
          new FakePeerConnection().createAnswer().then(answer => { mesh.handleAnswer(to, answer) }).finally(() => { setImmediate(resolve) })
        }
      }
    })
    await mesh.joinCall('call', [LOWEST, LOWER])
    const connected = pEvent(mesh, 'link:state', { filter: ({ detail }: any) => detail.state === 'connected', timeout: 5_000 })
    connections.get(LOWER)?.onicecandidate?.({ candidate: null })
    await answered
    connections.get(LOWER)?.connect()
    await connected

    expect(await problem).to.have.nested.property('detail.participant', LOWEST)
    expect(await problem).to.have.nested.property('detail.error').that.is.instanceOf(IceGatheringTimeoutError)
    expect(mesh.state).to.equal('active')
    expect(mesh.getLink(LOWER)?.state).to.equal('connected')
    expect(mesh.getLink(LOWEST)?.state).to.equal('connecting')
    await mesh.leaveCall()
    expect([...connections.values()].map(({ closed }) => closed)).to.deep.equal([true, true])
  })
})
