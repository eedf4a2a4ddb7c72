import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { pEvent } from 'p-event'
import { ListenOnlyMicrophone } from '../../src/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { createPeerConnection } from '../../src/webrtc/index.ts'
import { Bus } from '../fixtures/bus.ts'

const KEYS = ['a'.repeat(64), 'b'.repeat(64)]

describe('a participant that has re-created its connection, and so has another certificate', () => {
  it('gets a new link when ICE is restarted in the old one', async () => {
    const bus = new Bus()
    const [lower, higher] = KEYS.map(publicKey => new GroupCallMesh({
      publicKey,
      signaling: bus.trickling(publicKey),
      createConnection: () => createPeerConnection(),
      microphone: new ListenOnlyMicrophone('not needed'),
      limits: { connectionInterval: 0 },
      log: defaultLogger().forComponent('groupcall:test')
    }))
    const connected = async (mesh: GroupCallMesh): Promise<unknown> => pEvent(mesh, 'link:channel', { timeout: 10_000 })
    ;[lower, higher].forEach(mesh => { bus.add(mesh) })

    try {
      const first = Promise.all([connected(lower), connected(higher)])
      await Promise.all([lower.joinCall('call', KEYS), higher.joinCall('call', KEYS)])
      await first
      const old = higher.getLink(KEYS[0])

      const again = Promise.all([connected(lower), connected(higher)])
      lower.handleParticipantLeft(KEYS[1])
      lower.handleParticipantJoined(KEYS[1])
      old?.restart()
      await again

      expect(old?.state).to.equal('closed')
      expect([lower.getLink(KEYS[1])?.state, higher.getLink(KEYS[0])?.state]).to.deep.equal(['connected', 'connected'])
    } finally {
      await Promise.all([lower, higher].map(async mesh => mesh.leaveCall()))
    }
  })
})
