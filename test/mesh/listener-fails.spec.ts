import { expect } from 'aegir/chai'
import { ListenOnlyMicrophone } from '../../src/media/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { captureLogs } from '../fixtures/capture-logs.ts'

describe('a listener of a mesh that fails', () => {
  for (const [what, listener] of [
    ['by an exception', () => { throw new Error('broken listener') }],
    ['by a rejection', async () => { throw new Error('broken listener') }]
  ] as const) {
    it(`${what} is logged once, and neither the other listeners nor the call notice`, async () => {
      const logged: string[] = []
      const states: string[] = []
      const mesh = new GroupCallMesh({
        publicKey: '1'.repeat(64),
        signaling: { sendOffer: () => {}, sendAnswer: () => {}, sendCandidates: () => {}, sendRestart: () => {} },
        createConnection: () => { throw new Error('nobody to connect to') },
        microphone: new ListenOnlyMicrophone('not needed'),
        log: captureLogs(logged).forComponent('groupcall:test')
      })
      mesh.addEventListener('state', listener, { once: true })
      mesh.addEventListener('state', ({ detail }) => { states.push(detail) })
      await mesh.startCall('call')
      await mesh.leaveCall()
      await new Promise(setImmediate)

      expect(states).to.deep.equal(['joining', 'active', 'leaving', 'ended'])
      expect(logged.filter(line => line.includes('broken listener'))).to.have.lengthOf(1)
    })
  }
})
