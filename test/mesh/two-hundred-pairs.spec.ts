import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { ListenOnlyMicrophone } from '../../src/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { createPeerConnection } from '../../src/webrtc/index.ts'
import { Bus } from '../fixtures/bus.ts'

const PAIRS = 200

describe('two participants that join at the same moment, two hundred times', () => {
  it('never both offer', async function () {
    for (let pair = 0; pair < PAIRS; pair++) {
      const bus = new Bus()
      const keys = [pair, pair + 1].map(number => number.toString(16).padStart(64, '0'))
      const meshes = keys.map(publicKey => new GroupCallMesh({
        publicKey,
        signaling: bus.trickling(publicKey),
        createConnection: () => createPeerConnection({ bundlePolicy: 'max-bundle' }),
        microphone: new ListenOnlyMicrophone('not needed'),
        log: defaultLogger().forComponent('groupcall:test')
      }))
      meshes.forEach(mesh => { bus.add(mesh) })

      const active = Promise.all(meshes.map(async mesh => pEvent(mesh, 'state', { filter: ({ detail }: any) => detail === 'active', timeout: 10_000 })))
      await Promise.all(meshes.map(async mesh => mesh.joinCall('call', keys)))
      await active

      expect(bus.log.filter(({ type }) => type === 'offer')).to.deep.equal([{ from: keys[1], to: keys[0], type: 'offer' }])
      expect(bus.log.filter(({ type }) => type === 'answer')).to.deep.equal([{ from: keys[0], to: keys[1], type: 'answer' }])
      expect(meshes.map(mesh => mesh.dropped)).to.deep.equal([{}, {}])
      await Promise.all(meshes.map(async mesh => mesh.leaveCall()))
    }
  })
})
