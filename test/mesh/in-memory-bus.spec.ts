import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { openMicrophone } from '../../src/media/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { createPeerConnection } from '../../src/webrtc/index.ts'
import { Bus } from '../fixtures/bus.ts'
import { heard } from '../fixtures/heard.ts'
import type { MeshSignaling } from '../../src/mesh/index.ts'

const KEYS = ['1', '2', '3'].map(digit => digit.repeat(64))

describe('a mesh whose signaling is a plain bus', () => {
  let meshes: GroupCallMesh[] = []

  afterEach(async () => {
    await Promise.all(meshes.map(async mesh => mesh.leaveCall()))
    meshes = []
  })

  it('lets everyone hear everyone with trickling candidates', async () => {
    await expectAllHear('trickling')
  })

  it('lets everyone hear everyone with complete descriptions', async () => {
    await expectAllHear('complete')
  })

  async function expectAllHear (kind: 'trickling' | 'complete'): Promise<void> {
    const bus = new Bus()
    meshes = KEYS.map(publicKey => createMesh(publicKey, bus[kind](publicKey)))
    meshes.forEach(mesh => { bus.add(mesh) })

    const all = meshes.map(async mesh => hearsOthers(mesh, KEYS.length - 1))
    await Promise.all(meshes.map(async mesh => mesh.joinCall('call', KEYS)))
    await Promise.all(all)

    expect(meshes.map(mesh => mesh.state)).to.deep.equal(['active', 'active', 'active'])
    expect(bus.log.filter(({ type }) => type === 'offer').map(({ from, to }) => `${from[0]}>${to[0]}`)).to.have.members(['3>2', '3>1', '2>1'])
  }
})

function createMesh (publicKey: string, signaling: MeshSignaling): GroupCallMesh {
  return new GroupCallMesh({
    publicKey,
    signaling,
    createConnection: () => createPeerConnection(),
    microphone: async () => openMicrophone({ kind: 'tone' }),
    log: defaultLogger().forComponent('groupcall:test')
  })
}

async function hearsOthers (mesh: GroupCallMesh, count: number): Promise<void> {
  const heards: Array<Promise<number>> = []

  for (let i = 0; i < count; i++) {
    const { detail } = await pEvent<'track', CustomEvent<{ participant: string, track: MediaStreamTrack }>>(mesh, 'track', { timeout: 10_000 })
    heards.push(heard(detail.track))
  }

  await Promise.all(heards)
}
