import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { openMicrophone } from '../../src/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { until } from '../fixtures/until.ts'

const [LOW, OWN, HIGH] = ['1', '2', '3'].map(digit => digit.repeat(64))

describe('a microphone that is withheld from one participant', () => {
  let connections: Map<string, FakePeerConnection[]>
  let mesh: GroupCallMesh
  let sessionId = 1

  beforeEach(() => {
    connections = new Map()
    mesh = new GroupCallMesh({
      publicKey: OWN,
      signaling: { sendOffer: () => {}, sendAnswer: () => {}, sendCandidates: () => {}, sendRestart: () => {} },
      createConnection: participant => {
        const connection = new FakePeerConnection()
        connections.set(participant, [...connections.get(participant) ?? [], connection])

        return connection as unknown as RTCPeerConnection
      },
      microphone: async () => openMicrophone({ kind: 'silence' }),
      log: defaultLogger().forComponent('groupcall:test')
    })
  })

  afterEach(async () => {
    await mesh.leaveCall()
  })

  const roles = [['offers', LOW, HIGH], ['answers', HIGH, LOW]] as const

  roles.forEach(([role, withheld, other]) => {
    it(`reaches all but that one, whatever is done to it, until it is released: ${role}`, async () => {
      mesh.withhold(withheld)
      await mesh.joinCall('call', [withheld, other])
      await offer()
      const first = mesh.microphone?.track
      await until('the first track', () => sent(other).includes(first) && said(withheld) > 0)

      // muting, unmuting and another microphone open nothing
      mesh.microphone?.mute()
      mesh.microphone?.unmute()
      const before = said(withheld)
      await mesh.setMicrophone(await openMicrophone({ kind: 'silence' }))
      const second = mesh.microphone?.track
      await until('the second track', () => sent(other).includes(second) && said(withheld) > before)

      // nor does a connection that is made anew
      mesh.handleParticipantLeft(withheld)
      mesh.handleParticipantJoined(withheld)
      await offer()
      await until('another answer', () => said(withheld) > before + 1)
      expect(sent(withheld)).to.deep.equal([])

      mesh.release(withheld)
      await until('the released track', () => sent(withheld).length > 0)
      expect(sent(withheld)).to.deep.equal([second])
    })
  })

  it('is taken away from who has it', async () => {
    await mesh.joinCall('call', [LOW, HIGH])
    await offer()
    const track = mesh.microphone?.track
    await until('both to have the track', () => sent(LOW).includes(track) && sent(HIGH).includes(track))
    mesh.withhold(HIGH)
    await until('the track to be taken away', () => connections.get(HIGH)?.at(-1)?.tracks.at(-1) === null)

    expect(connections.get(LOW)?.at(-1)?.tracks.at(-1)).to.equal(track)
  })

  /** Tracks that went to a participant, over all its connections */
  function sent (participant: string): unknown[] {
    return (connections.get(participant) ?? []).flatMap(({ tracks }) => tracks).filter(track => track != null && track !== 'audio')
  }

  /** How often a participant's connection was told what to send, be it nothing */
  function said (participant: string): number {
    return (connections.get(participant) ?? []).flatMap(({ tracks }) => tracks).length
  }

  /** The one with the higher key offers, each time as another connection */
  async function offer (): Promise<void> {
    const { type, sdp } = await new FakePeerConnection().createOffer()
    mesh.handleOffer(HIGH, { type, sdp: sdp?.replace('o=- 1', `o=- ${++sessionId}`) })
  }
})
