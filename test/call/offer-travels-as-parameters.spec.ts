import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { createMeshSignaling, handleLinkMessage } from '../../src/call/mesh-signaling.ts'
import { ListenOnlyMicrophone } from '../../src/media/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { createPeerConnection } from '../../src/webrtc/index.ts'
import { Bus } from '../fixtures/bus.ts'
import { countCalls } from '../fixtures/count-calls.ts'
import type { LinkMessage } from '../../src/call/protocol/types.ts'
import type { MeshSignaling, ParameterSignaling } from '../../src/mesh/index.ts'

const KEYS = ['1', '2'].map(digit => digit.repeat(64))

describe('an offer and its answer', () => {
  it('are parsed once where they are created, and built once where they are applied', async () => {
    const sent: string[] = []
    const meshes = new Map<string, GroupCallMesh>()
    const signaling = (from: string): ParameterSignaling => createMeshSignaling((to, message) => {
      sent.push(message.type)
      setImmediate(() => { handleLinkMessage(meshes.get(to) as GroupCallMesh, from, message as LinkMessage) })
    })
    const calls = await countSdp(async () => {
      KEYS.forEach(key => { meshes.set(key, createMesh(key, signaling(key))) })
      await connect([...meshes.values()])
    })

    expect(sent.filter(type => type !== 'candidates')).to.deep.equal(['offer', 'answer'])
    expect(calls).to.deep.equal({ parseSdp: 2, buildSdp: 2 })
  })

  it('are built and parsed once more where other signaling carries whole SDP', async () => {
    const bus = new Bus()
    const calls = await countSdp(async () => {
      const meshes = KEYS.map(key => createMesh(key, bus.trickling(key)))
      meshes.forEach(mesh => { bus.add(mesh) })
      await connect(meshes)
    })

    expect(calls).to.deep.equal({ parseSdp: 4, buildSdp: 4 })
  })
})

async function countSdp (run: () => Promise<void>): Promise<Record<string, number>> {
  return countCalls(['src/link/sdp', 'src/link/sdp-parser'], ['parseSdp', 'buildSdp'], run)
}

function createMesh (publicKey: string, signaling: MeshSignaling | ParameterSignaling): GroupCallMesh {
  return new GroupCallMesh({
    publicKey,
    signaling,
    createConnection: () => createPeerConnection(),
    microphone: new ListenOnlyMicrophone('not needed'),
    log: defaultLogger().forComponent('groupcall:test')
  })
}

async function connect (meshes: GroupCallMesh[]): Promise<void> {
  const connected = Promise.all(meshes.map(async mesh => pEvent(mesh, 'link:channel', { timeout: 10_000 })))
  await Promise.all(meshes.map(async mesh => mesh.joinCall('call', KEYS)))
  await connected
  await Promise.all(meshes.map(async mesh => mesh.leaveCall()))
}
