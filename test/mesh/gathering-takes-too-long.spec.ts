import { expect } from 'aegir/chai'
import { ICE_GATHERING_TIMEOUT, IceGatheringTimeoutError } from '../../src/index.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'

const [LOWEST, LOWER, LOCAL] = ['1', '2', '3'].map(digit => digit.repeat(64))

/** ms within which everything that arrived has been handled */
const SETTLED = 100

describe('a link that does not finish gathering', () => {
  it('reports a named error after 30 s, and the rest of the call goes on', async () => {
    const timers = useFakeTimers()
    const { mesh, connections, problems } = createFakeMesh(LOCAL, { endless: true })
    const affected: string[] = []
    mesh.addEventListener('link:problem', ({ detail: { participant } }) => { affected.push(participant) })

    try {
      await mesh.joinCall('call', [LOWEST, LOWER])
      await timers.tickAsync(SETTLED)
      connections[1].onicecandidate?.({ candidate: null })
      connections[1].channel.send = () => { connections[1].channel.onmessage?.({ data: '' }) }
      mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
      await timers.tickAsync(SETTLED)
      connections[1].connect()

      await timers.tickAsync(ICE_GATHERING_TIMEOUT - 3 * SETTLED)
      expect(affected).to.deep.equal([])
      await timers.tickAsync(SETTLED)
      expect(affected).to.deep.equal([LOWEST])
      expect(problems[0]).to.be.instanceOf(IceGatheringTimeoutError)
      expect(mesh.state).to.equal('active')
      expect([LOWEST, LOWER].map(participant => mesh.getLink(participant)?.state)).to.deep.equal(['connecting', 'connected'])
    } finally {
      await Promise.all([mesh.leaveCall(), timers.tickAsync(1_000)])
      expect(timers.countTimers()).to.equal(0)
      timers.restore()
    }
  })
})
