import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { ListenOnlyMicrophone } from '../../src/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { createPeerConnection } from '../../src/webrtc/index.ts'
import { Bus } from '../fixtures/bus.ts'

const KEYS = ['a'.repeat(64), 'b'.repeat(64)]

describe('a participant that leaves', () => {
  it('announces it over its link at once, without any signaling', async () => {
    const bus = new Bus()
    const meshes = KEYS.map(publicKey => new GroupCallMesh({
      publicKey,
      signaling: bus.trickling(publicKey),
      createConnection: () => createPeerConnection(),
      microphone: new ListenOnlyMicrophone('not needed'),
      log: defaultLogger().forComponent('groupcall:test')
    }))
    meshes.forEach(mesh => { bus.add(mesh) })
    const open = meshes.map(async mesh => new Promise<void>(resolve => { mesh.addEventListener('link:channel', () => { resolve() }, { once: true }) }))

    try {
      await Promise.all(meshes.map(async (mesh, index) => mesh.joinCall('call', [KEYS[1 - index]])))
      await Promise.all(open)
      const goodbye = new Promise<string>(resolve => { meshes[1].addEventListener('participant:goodbye', ({ detail }) => { resolve(detail) }) })
      meshes[0].sayGoodbye()

      expect(await goodbye).to.equal(KEYS[0])
      expect(meshes[1].participants).to.deep.equal([])
    } finally {
      await Promise.all(meshes.map(async mesh => mesh.leaveCall()))
    }
  })
})
