import { expect } from 'aegir/chai'
import { openMicrophone } from '../../src/index.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const [LOW, LOCAL, HIGH] = ['1', '2', '3'].map(digit => digit.repeat(64))

/** ms within which everything that arrived has been handled */
const SETTLED = 100

describe('a microphone that is withheld from one participant', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh
  let sessionId: number

  beforeEach(() => {
    timers = useFakeTimers()
    sessionId = 1
    fake = createFakeMesh(LOCAL, { microphone: async () => openMicrophone({ kind: 'silence' }), limits: { connectionInterval: 0 } })
  })

  afterEach(async () => {
    await fake.mesh.leaveCall()
    timers.restore()
  })

  const roles = [['offers', LOW, HIGH], ['answers', HIGH, LOW]] as const

  roles.forEach(([role, withheld, other]) => {
    it(`reaches everyone else, whatever is done to it, until it is released: ${role}`, async () => {
      const { mesh } = fake
      mesh.withhold(withheld)
      await mesh.joinCall('call', [withheld, other])
      await offer()
      const first = mesh.microphone?.track
      expect(sentTo(other)).to.deep.equal([first])

      // muting, unmuting and another microphone change nothing about it
      mesh.microphone?.mute()
      mesh.microphone?.unmute()
      await mesh.setMicrophone(await openMicrophone({ kind: 'silence' }))
      await timers.tickAsync(SETTLED)
      const second = mesh.microphone?.track
      expect(sentTo(other)).to.deep.equal([first, second])

      // nor does another connection
      mesh.handleParticipantLeft(withheld)
      mesh.handleParticipantJoined(withheld)
      await offer()
      expect(connectionsTo(withheld)).to.have.lengthOf(2)
      expect(sentTo(withheld)).to.deep.equal([])

      mesh.release(withheld)
      await timers.tickAsync(SETTLED)
      expect(sentTo(withheld)).to.deep.equal([second])
    })
  })

  it('is taken away from a participant that has it', async () => {
    const { mesh } = fake
    await mesh.joinCall('call', [LOW, HIGH])
    await offer()
    expect([sentTo(LOW), sentTo(HIGH)]).to.deep.equal([[mesh.microphone?.track], [mesh.microphone?.track]])

    mesh.withhold(HIGH)
    await timers.tickAsync(SETTLED)
    expect(connectionsTo(HIGH).at(-1)?.tracks.at(-1)).to.equal(null)
    expect(connectionsTo(LOW).at(-1)?.tracks.at(-1)).to.equal(mesh.microphone?.track)
  })

  function connectionsTo (participant: string): FakePeerConnection[] {
    return fake.connections.filter((_, i) => fake.participants[i] === participant)
  }

  /** The tracks that were sent to a participant, over all its connections */
  function sentTo (participant: string): unknown[] {
    return connectionsTo(participant).flatMap(({ tracks }) => tracks).filter(track => track != null && track !== 'audio')
  }

  /** The participant with the higher key offers, each time from another connection */
  async function offer (): Promise<void> {
    const { type, sdp } = await new FakePeerConnection().createOffer()
    fake.mesh.handleOffer(HIGH, { type, sdp: sdp?.replace('o=- 1', `o=- ${++sessionId}`) })
    await timers.tickAsync(SETTLED)
  }
})
