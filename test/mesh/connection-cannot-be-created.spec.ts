import { expect } from 'aegir/chai'
import { LinkFailedError } from '../../src/index.ts'
import { CONNECTION_INTERVAL } from '../../src/mesh/limits.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'

const [LOWER, LOCAL, HIGHER] = ['1', '2', '3'].map(digit => digit.repeat(64))

describe('a connection that can\'t be created', () => {
  it('loses its participant, whether it is their first connection or a later one, and throws nothing', async () => {
    const timers = useFakeTimers()
    const lost: string[] = []
    let refused = ''
    const { mesh, problems, violations } = createFakeMesh(LOCAL, {
      createConnection: participant => {
        if (participant === refused) {
          throw new DOMException('Cannot create so many PeerConnections', 'UnknownError')
        }

        return new FakePeerConnection() as unknown as RTCPeerConnection
      }
    })
    mesh.addEventListener('participant:lost', ({ detail }) => { lost.push(detail) })

    try {
      refused = LOWER
      await mesh.joinCall('call', [LOWER, HIGHER])
      expect(lost).to.deep.equal([LOWER])

      // the second one to a participant is created by a timer
      refused = HIGHER
      const { type, sdp } = await new FakePeerConnection().createOffer()
      mesh.handleOffer(HIGHER, { type, sdp })
      await timers.tickAsync(100)
      mesh.handleOffer(HIGHER, { type, sdp: sdp?.replace('o=- 1', 'o=- 2') })
      await timers.tickAsync(CONNECTION_INTERVAL)

      expect(lost).to.deep.equal([LOWER, HIGHER])
      expect(mesh.participants).to.deep.equal([])
      expect(problems.map(({ name }) => name)).to.deep.equal([LinkFailedError.name, LinkFailedError.name])
      expect(violations).to.deep.equal([])
    } finally {
      await mesh.leaveCall()
      timers.restore()
    }
  })
})
