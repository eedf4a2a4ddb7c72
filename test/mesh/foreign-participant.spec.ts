import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { openMicrophone } from '../../src/media/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { createPeerConnection } from '../../src/webrtc/index.ts'
import { Bus } from '../fixtures/bus.ts'
import { heard } from '../fixtures/heard.ts'
import { until } from '../fixtures/until.ts'
import { AVAILABLE, ForeignParticipant } from './fixtures/foreign-participant.ts'

const [LOWER, FOREIGN, HIGHER] = ['1', '2', '3'].map(digit => digit.repeat(64))

/** ms: shorter than usual, so that the test needn't wait half a minute */
const LIMITS = { quietLimit: 2_500, lossLimit: 2_500, goneLimit: 4_000 }

describe('a participant made of aiortc, with two of ours', () => {
  let foreign: ForeignParticipant | undefined
  let meshes: GroupCallMesh[] = []

  before(function () {
    if (!AVAILABLE) {
      process.stdout.write('      skipped: needs the package python3-aiortc\n')
      this.skip()
    }
  })

  afterEach(async () => {
    await foreign?.kill()
    await Promise.all(meshes.map(async mesh => mesh.leaveCall()))
    meshes = []
  })

  it('hears and is heard, as offerer and answerer, and is missed after a crash', async () => {
    await expectHeardAndMissed(true)
  })

  it('without a data channel hears and is heard, as offerer and answerer, and is missed after a crash', async () => {
    await expectHeardAndMissed(false)
  })

  async function expectHeardAndMissed (channels: boolean): Promise<void> {
    const bus = new Bus()
    const lost: string[] = []
    const audible: Array<Promise<number>> = []
    const other = new ForeignParticipant(FOREIGN, channels)
    foreign = other
    meshes = [LOWER, HIGHER].map(publicKey => new GroupCallMesh({
      publicKey,
      signaling: bus.complete(publicKey),
      createConnection: () => createPeerConnection(),
      microphone: async () => openMicrophone({ kind: 'tone' }),
      limits: LIMITS,
      log: defaultLogger().forComponent('groupcall:test')
    }))
    bus.add(other)

    for (const mesh of meshes) {
      bus.add(mesh)
      mesh.addEventListener('track', ({ detail: { track } }) => { audible.push(heard(track)) })
      mesh.addEventListener('participant:lost', ({ detail }) => { lost.push(detail) })
    }

    await Promise.all(meshes.map(async mesh => mesh.joinCall('call', [LOWER, FOREIGN, HIGHER])))
    other.join(meshes)

    await until('four voices', () => audible.length === 4)
    await Promise.all(audible)
    await Promise.all(meshes.flatMap(({ publicKey }) => [
      other.until('heard', publicKey),
      ...channels ? [other.until('heartbeat', publicKey)] : []
    ]))
    await until('both links', () => meshes.every(mesh => mesh.getLink(FOREIGN)?.state === 'connected'), { seen: () => meshes.map(mesh => mesh.getLink(FOREIGN)?.state) })
    expect(meshes.map(({ dropped }) => dropped)).to.deep.equal([{}, {}])

    const states: string[] = []
    meshes[0].addEventListener('link:state', ({ detail: { participant, state } }) => {
      if (participant === FOREIGN) {
        states.push(state)
      }
    })
    await other.kill()
    await until('its loss', () => lost.length === 2)
    // the ICE restarts in between make the library report a connection
    expect([...new Set(states)]).to.deep.equal(['reconnecting', 'closed'])
    expect(lost).to.deep.equal([FOREIGN, FOREIGN])
    expect(meshes[0].getLink(HIGHER)?.state).to.equal('connected')
  }
})
